/** Cost and time: by step and model, and for each accepted sample. */
import { barsChart } from '../charts/bars.ts';
import { type Html, html } from '../html.ts';
import { countWords, dollarWords, durationWords, figureWords, percentWords, plural } from '../numbers.ts';
import { facts, figure, section } from '../parts.ts';
import type { ReportData } from '../report-data.ts';
import { stepNames } from '../step-names.ts';

export const costSection = (data: ReportData): Html =>
  section(
    'cost',
    'Cost and time',
    html`${facts([
      ['Cost', costWords(data)],
      data.cost.usdPerAccepted === undefined || data.cost.calls === 0
        ? undefined
        : ['Per accepted', `${dollarWords(data.cost.usdPerAccepted)}, ${callsWords(data.cost.callsPerAccepted ?? 0)}`],
      ['Calls', callWords(data)],
      data.cost.wasted === undefined
        ? undefined
        : ['Lost', `About ${percentWords(data.cost.wasted)} of the calls went into samples that were left out.`],
      ['Time', timeWords(data)],
    ])}
${data.cost.calls === 0 ? undefined : spending(data)}`,
  );

function costWords({ cost }: ReportData): string {
  const worst =
    cost.ambiguous.calls > 0
      ? `; at worst ${dollarWords(cost.ambiguous.worstUsd)} more for ${plural(cost.ambiguous.calls, 'call')} whose answer was lost with a process`
      : '';
  return `${dollarWords(cost.costUsd)}${worst}`;
}

function callWords({ cost }: ReportData): string {
  if (cost.calls === 0) return 'No model answered.';
  const reused =
    cost.reused === undefined || cost.reused === 0
      ? ''
      : `; ${plural(cost.reused, 'answer')} reused from the ledger, at no cost`;
  return `${countWords(cost.calls)}, with ${plural(cost.inputTokens, 'token')} in and ${countWords(cost.outputTokens)} out${reused}`;
}

function timeWords({ result, cost }: ReportData): string {
  const words = [`${durationWords(result.seconds)} (${durationWords(result.cpuSeconds)} of processor time)`];
  if (result.resumptions > 0)
    words.push(`resumed ${result.resumptions === 1 ? 'once' : `${countWords(result.resumptions)} times`}`);
  if (result.seconds > 0 && result.accepted > 0)
    words.push(`${figureWords((result.accepted * 60) / result.seconds)} accepted samples a minute`);
  if (result.seconds > 0 && cost.outputTokens > 0)
    words.push(`${figureWords(cost.outputTokens / result.seconds)} tokens a second`);
  return words.join(', ');
}

/** Bars of dollars, or of tokens where nothing cost money. */
function spending({ spending: byKey, cost, line }: ReportData): Html {
  const names = stepNames(line);
  const all = byKey.map((item) => ({ ...item, step: names(item.step) }));
  const paid = cost.costUsd > 0;
  const rows = all.map((item) => ({
    name: `${item.step} · ${item.role}`,
    value: paid ? item.costUsd : item.inputTokens + item.outputTokens,
    words: paid ? dollarWords(item.costUsd) : `${countWords(item.inputTokens + item.outputTokens)} tokens`,
  }));
  rows.sort((a, b) => b.value - a.value);
  const chart = { label: `${paid ? 'Cost' : 'Tokens'} by step and model.`, rows: rows.slice(0, 30) };
  return figure((width) => barsChart(chart, width), {
    data: {
      columns: [
        { name: 'Step' },
        { name: 'Model' },
        { name: 'Calls', figure: true },
        { name: 'Tokens in', figure: true },
        { name: 'Tokens out', figure: true },
        { name: 'Cost', figure: true },
      ],
      rows: all.map((item) => [
        item.step,
        html`${item.model} <span class="soft">(${item.role})</span>`,
        countWords(item.calls),
        countWords(item.inputTokens),
        countWords(item.outputTokens),
        dollarWords(item.costUsd),
      ]),
      foot: [
        'All',
        '',
        countWords(cost.calls),
        countWords(cost.inputTokens),
        countWords(cost.outputTokens),
        dollarWords(cost.costUsd),
      ],
    },
  });
}

const callsWords = (calls: number) => `${figureWords(calls)} ${calls === 1 ? 'call' : 'calls'}`;
