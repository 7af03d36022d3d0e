/** Texts with their labels, in an order that does not depend on that of the samples. */
import type { Dataset, Sample } from '../../core/sample.ts';
import { asLabel, type Labelled } from '../../learn/labelled.ts';
import { innerText } from '../../text/inner-text.ts';

export interface LabelledFields {
  readonly field: string;
  readonly label: string;
  readonly of: 'synthetic' | 'all';
}

/** Those that have both, by id. */
export async function gatherLabelled(
  samples: Dataset,
  fields: LabelledFields,
  signal: AbortSignal,
): Promise<Labelled[]> {
  const found: Labelled[] = [];
  for await (const sample of samples) {
    signal.throwIfAborted();
    if ((fields.of === 'synthetic' && sample.origin.real) || !isLabelled(sample, fields)) continue;
    found.push({ id: sample.id, text: textOf(sample, fields), label: labelOf(sample, fields) });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export const isLabelled = (sample: Sample, fields: Pick<LabelledFields, 'field' | 'label'>): boolean =>
  textOf(sample, fields) !== '' && labelOf(sample, fields) !== '';

export const textOf = ({ data }: Sample, { field }: Pick<LabelledFields, 'field'>) => innerText(data[field]).trim();

const labelOf = ({ data }: Sample, { label }: Pick<LabelledFields, 'label'>) => asLabel(data[label]);
