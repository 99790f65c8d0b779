/** Two players met so often; a draw is half a win for each. */
export type Pairing = { one: number; other: number; winsOfOne: number; winsOfOther: number };

export type Rating = {
  /** Natural logarithm of each player's strength; their average is zero. */
  strengths: number[];
  /** How the errors of the strengths go together; the diagonal holds their variances. */
  covariance: number[][];
};

const TOLERANCE = 1e-9;
const MOST_STEPS = 5_000;

/**
 * Strengths by which each result is as likely as it can be (Bradley and Terry 1952), found by Hunter's
 * minorization, with the covariance from Fisher's information. `drawn` adds so many drawn games of every player
 * against an average one, without which whoever never won or never met the others has no finite strength.
 */
export function rate(players: number, pairings: readonly Pairing[], drawn: number): Rating {
  if (players === 0) return { strengths: [], covariance: [] };
  const wins = new Array<number>(players).fill(drawn / 2);
  for (const { one, other, winsOfOne, winsOfOther } of pairings) {
    wins[one] = (wins[one] ?? 0) + winsOfOne;
    wins[other] = (wins[other] ?? 0) + winsOfOther;
  }
  let power = new Array<number>(players).fill(1);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = improve(power, wins, pairings, drawn);
    const moved = Math.max(...next.map((value, index) => Math.abs(Math.log(value / (power[index] ?? 1)))));
    power = next;
    if (moved < TOLERANCE) break;
  }
  const logs = power.map(Math.log);
  const average = logs.reduce((sum, value) => sum + value, 0) / players;
  return {
    strengths: logs.map((value) => value - average),
    covariance: covarianceOf(information(power, pairings, drawn)),
  };
}

function improve(
  power: readonly number[],
  wins: readonly number[],
  pairings: readonly Pairing[],
  drawn: number,
): number[] {
  const expected = power.map((value) => drawn / (value + 1));
  for (const { one, other, winsOfOne, winsOfOther } of pairings) {
    const share = (winsOfOne + winsOfOther) / ((power[one] ?? 1) + (power[other] ?? 1));
    expected[one] = (expected[one] ?? 0) + share;
    expected[other] = (expected[other] ?? 0) + share;
  }
  const next = power.map((value, index) => {
    const games = expected[index] ?? 0;
    return games === 0 ? value : (wins[index] ?? 0) / games;
  });
  if (drawn > 0) return next;
  // Only ratios matter then; this keeps them from drifting.
  const scale = Math.exp(next.reduce((sum, value) => sum + Math.log(value), 0) / next.length);
  return next.map((value) => value / scale);
}

/** Fisher's information about the logarithms of the strengths. */
function information(power: readonly number[], pairings: readonly Pairing[], drawn: number): number[][] {
  const matrix = power.map((value, row) =>
    power.map((_, column) => (row === column ? (drawn * value) / (value + 1) ** 2 : 0)),
  );
  const add = (row: number, column: number, amount: number) => {
    const cells = matrix[row];
    if (cells) cells[column] = (cells[column] ?? 0) + amount;
  };
  for (const { one, other, winsOfOne, winsOfOther } of pairings) {
    const [p, q] = [power[one] ?? 1, power[other] ?? 1];
    const weight = ((winsOfOne + winsOfOther) * p * q) / (p + q) ** 2;
    add(one, one, weight);
    add(other, other, weight);
    add(one, other, -weight);
    add(other, one, -weight);
  }
  return matrix;
}

/** The inverse, as far as differences between players go: their average is zero by definition. */
function covarianceOf(matrix: readonly number[][]): number[][] {
  const size = matrix.length;
  const inverse = invert(matrix.map((row) => row.map((value) => value + 1 / size)));
  const means = inverse.map((row) => row.reduce((sum, value) => sum + value, 0) / size);
  const mean = means.reduce((sum, value) => sum + value, 0) / size;
  return inverse.map((row, at) =>
    row.map((value, column) => value - (means[at] ?? 0) - (means[column] ?? 0) + mean),
  );
}

/** Gauss and Jordan's, on a symmetric matrix that is positive definite and so needs no pivoting. */
function invert(matrix: readonly number[][]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))]);
  for (const [at, pivotRow] of rows.entries()) {
    const pivot = pivotRow[at] ?? 1;
    for (let column = 0; column < 2 * size; column += 1) pivotRow[column] = (pivotRow[column] ?? 0) / pivot;
    for (const row of rows) {
      const factor = row === pivotRow ? 0 : (row[at] ?? 0);
      if (factor === 0) continue;
      for (let column = 0; column < 2 * size; column += 1)
        row[column] = (row[column] ?? 0) - factor * (pivotRow[column] ?? 0);
    }
  }
  return rows.map((row) => row.slice(size));
}
