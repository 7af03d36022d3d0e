import { expect, test } from 'vitest';
import { drawNormal, seededRandom } from '../math/random.ts';
import { calibrationError, fitTemperature, logLoss, sureBands } from './calibration.ts';
import { type ClassTable, probabilitiesOf } from './classifier.ts';

/** Labels drawn from the probabilities of the scores, and the scores then made `times` as sure. */
function overSure(times: number, rows = 4000): { scores: ClassTable; labels: Uint32Array } {
  const random = seededRandom(`sure ${times}`);
  const honest = Float64Array.from({ length: rows * 3 }, () => 1.5 * drawNormal(random));
  const { values } = probabilitiesOf({ values: honest, classes: 3 });
  const labels = Uint32Array.from({ length: rows }, (_, row) => {
    const draw = random();
    return draw < values[3 * row]! ? 0 : draw < values[3 * row]! + values[3 * row + 1]! ? 1 : 2;
  });
  return { scores: { values: honest.map((value) => times * value), classes: 3 }, labels };
}

test.each([0.5, 1, 4])('finds the temperature %d by which scores were made too sure', (times) => {
  const { scores, labels } = overSure(times);
  const temperature = fitTemperature(scores, labels);
  expect(temperature / times).toBeGreaterThan(0.93);
  expect(temperature / times).toBeLessThan(1.07);
  expect(calibrationError(probabilitiesOf(scores, temperature), labels)).toBeLessThan(0.03);
  for (const other of [0.9, 1.1])
    expect(logLoss(probabilitiesOf(scores, temperature), labels)).toBeLessThan(
      logLoss(probabilitiesOf(scores, temperature * other), labels),
    );
});

test('calibration error: what two bands show, weighted by their rows', () => {
  const values = Float64Array.from([0.95, 0.05, 0.95, 0.05, 0.6, 0.4, 0.55, 0.45]);
  const table = { values, classes: 2 };
  // two rows sure 0.95 and half right, one sure 0.6 and one 0.55, both right
  expect(calibrationError(table, [0, 1, 0, 0], 10)).toBeCloseTo((2 * 0.45 + 0.4 + 0.45) / 4, 10);
  expect(sureBands(table, [0, 1, 0, 0], 2)).toEqual([{ rows: 4, sure: expect.closeTo(0.7625, 10), right: 0.75 }]);
  expect(calibrationError({ values: new Float64Array(), classes: 2 }, [])).toBe(0);
});

test('scores that tell nothing, are always right, or are none at all', () => {
  expect(fitTemperature({ values: new Float64Array(), classes: 2 }, [])).toBe(1);
  expect(fitTemperature({ values: Float64Array.from([9, 0, 0, 9]), classes: 2 }, [0, 1])).toBeCloseTo(
    9 / Math.log(3),
    5,
  );
  expect(fitTemperature({ values: Float64Array.from([9, 0, 0, 9]), classes: 2 }, [1, 0])).toBeCloseTo(100, 5);
});
