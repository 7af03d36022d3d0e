/** What came out: the journey of the samples, and the rounds. */
import { type RiverBend, riverChart } from '../charts/journey.ts';
import { roundsChart } from '../charts/rounds.ts';
import { type Html, html, type Piece } from '../html.ts';
import { lostIn } from '../journey.ts';
import { byteWords, countWords, listWords, percentWords, plural } from '../numbers.ts';
import { figure, section, type TableContent } from '../parts.ts';
import type { JourneyStage, ReportData } from '../report-data.ts';
import { stepNames } from '../step-names.ts';

export const outcomeSection = (data: ReportData): Html =>
  section(
    'out',
    'What came out',
    html`<p>${summary(data)}</p>
${data.journey.begun > 0 ? river(data) : undefined}
${data.rounds.length > 1 ? rounds(data) : undefined}
${files(data)}`,
  );

function summary({ journey, result }: ReportData): string {
  if (journey.begun === 0) return 'No sample was begun.';
  const lost = journey.stages
    .filter((stage) => stage.stage !== 'target')
    .reduce((sum, stage) => sum + lostIn(stage.losses), 0);
  const surplus = journey.stages
    .filter((stage) => stage.stage === 'target')
    .reduce((sum, stage) => sum + lostIn(stage.losses), 0);
  const parts = [
    `Of ${plural(journey.begun, 'sample')} begun, ${journey.accepted === 0 ? 'none' : countWords(journey.accepted)} reached the end of the line (${percentWords(journey.accepted / journey.begun)}).`,
    lost === 0
      ? 'None was lost on the way.'
      : `${countWords(lost)} ${lost === 1 ? 'was' : 'were'} lost on the way; each is kept in quarantine with its reason.`,
    surplus > 0
      ? `${countWords(surplus)} passed every step and ${surplus === 1 ? 'was' : 'were'} more than the target wants.`
      : '',
    journey.replaced > 0 ? `${countWords(journey.replaced)} gave way to samples made from them.` : '',
    journey.unfinished > 0
      ? `${countWords(journey.unfinished)} ${journey.unfinished === 1 ? 'was' : 'were'} still under way when the run stopped.`
      : '',
    result.real > 0
      ? `${plural(result.real, 'sample')} at the end ${result.real === 1 ? 'is' : 'are'} real data; all figures below are about the synthetic ones.`
      : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Stages whose steps could have changed or dropped a sample: that all passed such a step is worth saying. */
const SIFTING: ReadonlySet<string> = new Set(['generation', 'curation']);

function river({ journey: byKey, result, line }: ReportData): Html {
  const names = stepNames(line);
  const journey = { ...byKey, stages: byKey.stages.map((stage) => ({ ...stage, key: names(stage.key) })) };
  const changing = journey.stages.filter((stage) => stage.made > 0 || stage.replaced > 0 || stage.losses.length > 0);
  const quiet = journey.stages
    .filter((stage) => !changing.includes(stage) && SIFTING.has(stage.stage) && stage.before > 0)
    .map((stage) => stage.key);
  const bends = changing.map(bendOf);
  if (journey.unfinished > 0)
    bends.push({
      ...nothing,
      name: 'under way',
      before: journey.accepted + journey.unfinished,
      losses: [{ reason: 'not finished', count: journey.unfinished }],
      after: journey.accepted,
    });
  const said = `The samples’ journey: ${countWords(journey.begun)} begun, ${countWords(journey.accepted)} accepted.`;
  const chart = {
    label: said,
    bends,
    end: { name: result.real > 0 ? 'at the end' : 'accepted', count: journey.accepted },
  };
  const caption = quiet.length === 0 ? undefined : `All samples passed ${listWords(quiet)}.`;
  return figure((width) => riverChart(chart, width), { caption, data: tableOf(journey.stages) });
}

const nothing = { made: 0, replaced: 0 };

const bendOf = ({ key, before, made, replaced, losses, after }: JourneyStage): RiverBend => ({
  name: key,
  before,
  made,
  replaced,
  after,
  losses: losses.map(({ verdict, reason, count }) => ({
    reason: verdict === 'failed' ? `failed: ${reason}` : reason,
    count,
  })),
});

const tableOf = (stages: readonly JourneyStage[]): TableContent => ({
  columns: [
    { name: 'Step' },
    { name: 'Before', figure: true },
    { name: 'Begun', figure: true },
    { name: 'Lost, and why' },
    { name: 'After', figure: true },
  ],
  rows: stages.map((stage) => [
    stage.key,
    countWords(stage.before),
    stage.made === 0 ? '' : countWords(stage.made),
    lossWords(stage),
    countWords(stage.after),
  ]),
});

function lossWords({ losses, replaced }: JourneyStage): Piece {
  const said = losses.map(
    (loss) => `${countWords(loss.count)} ${loss.verdict === 'failed' ? 'failed: ' : ''}${loss.reason}`,
  );
  if (replaced > 0) said.push(`${countWords(replaced)} replaced by samples made from them`);
  return said.join(', ');
}

function rounds({ rounds: all, result, journey }: ReportData): Html {
  const chart = {
    label: `Accepted samples after each of ${all.length} rounds.`,
    accepted: all.map((round) => round.accepted),
    ...(result.wanted === undefined ? {} : { wanted: result.wanted }),
  };
  return html`<h3>Round by round</h3>${figure((width) => roundsChart(chart, width), {
    caption: `Each round begins what is still missing, and some more for what the line will lose: ${countWords(journey.begun)} in all.`,
    data: {
      columns: [
        { name: 'Round' },
        { name: 'Begun', figure: true },
        { name: 'Accepted so far', figure: true },
        { name: 'Still missing' },
      ],
      rows: all.map((round) => [
        countWords(round.round),
        countWords(round.begun),
        countWords(round.accepted),
        missing(round.missing),
      ]),
    },
  })}`;
}

const missing = (groups: Readonly<Record<string, number>>): string =>
  Object.entries(groups)
    .filter(([, count]) => count > 0)
    .map(([group, count]) => `${group} ${countWords(count)}`)
    .join(', ');

function files({ files: made }: ReportData): Piece {
  if (made.length === 0) return undefined;
  return html`<h3>Files</h3><p>${made.map(({ path, bytes }, at) => html`${at === 0 ? '' : ' · '}<code>exports/${path}</code> <span class="soft">${byteWords(bytes)}</span>`)}</p>`;
}
