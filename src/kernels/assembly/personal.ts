/** One pass over texts for what personal data cannot be without: signs, clusters of digits, long runs without a gap. */

const AT: u8 = 0x40;
const COLON: u8 = 0x3a;
const DASH: u8 = 0x2d;

/** Bits of a row's flags. */
const HAS_AT: u32 = 1;
const HAS_COLONS: u32 = 2;
const HAS_DASHES: u32 = 4;

/** UTF-16 units, at most, from one colon to the next: four hexadecimal digits between them. */
const WIDEST_COLONS: u32 = 5;
const LEAST_DASHES: u32 = 5;
/** UTF-16 units between two digits of one cluster, at most. */
const WIDEST_GAP: u32 = 3;
/** Characters of a run, at least. The masks below are for this number. */
const LEAST_RUN: u32 = 14;
/** Before all that can be near. */
const FAR: u32 = 0xffff0000;

/** Of the 64 bytes at hand: first bytes of characters, and of those that take two units. */
let leads: u64 = 0;
let pairs: u64 = 0;
/** UTF-16 units of the row before these bytes. */
let units: u32 = 0;
/** Each byte is a unit. */
let ofUnits: bool = false;

let flags: u32 = 0;
let lastColon: u32 = FAR;
let lastDash: u32 = FAR;
let dashes: u32 = 0;

/** The cluster that is open: where it begins and ends, and its digits; none when it has no digits. */
let clusterStart: u32 = 0;
let clusterEnd: u32 = 0;
let clusterDigits: u32 = 0;
let clusterTo: usize = 0;
let digitMask: u64 = 0;
/** Where the digits begin that stand side by side. */
let digitStart: u32 = 0;

/** What was left of the masks of the 64 bytes before: characters of a run, and ends of 2, 4 and 8 in a row. */
let ones: u64 = 0;
let twos: u64 = 0;
let fours: u64 = 0;
let eights: u64 = 0;
let isRunOpen: bool = false;
let runStart: u32 = 0;
let runTo: usize = 0;

/**
 * Writes three u32 a row to `table`: flags, and the clusters and the runs up to and with this row. A cluster is three u32:
 * start, end, digits; a run two: start, end. All in UTF-16 units from the start of the row; each byte is one where `isUnits`,
 * else they are UTF-8. `clusters` needs 12 · (bytes / 5 + rows), `runs` 8 · (bytes / 15 + rows).
 */
export function personal(
  text: usize, offsets: usize, rows: u32, isUnits: bool,
  table: usize, clusters: usize, runs: usize,
): void {
  ofUnits = isUnits;
  clusterTo = clusters;
  runTo = runs;
  for (let row: u32 = 0; row < rows; row++) {
    const bounds = offsets + (<usize>row << 2);
    beginRow();
    look(text + load<u32>(bounds), text + load<u32>(bounds, 4));
    endRow();
    const out = table + <usize>row * 12;
    store<u32>(out, flags);
    store<u32>(out, <u32>(clusterTo - clusters) / 12, 4);
    store<u32>(out, <u32>(runTo - runs) >> 3, 8);
  }
}

function beginRow(): void {
  units = 0;
  flags = 0;
  lastColon = FAR;
  lastDash = FAR;
  clusterDigits = 0;
  digitMask = 0;
  ones = 0;
  twos = 0;
  fours = 0;
  eights = 0;
  isRunOpen = false;
}

function endRow(): void {
  if (digitMask >>> 63 != 0) endDigits(units);
  closeCluster();
  if (isRunOpen) closeRun(units);
}

/** What lies beyond the end of a row counts as spaces. */
const PAST: usize = memory.data(64, 16);

function look(from: usize, to: usize): void {
  const zero = i8x16.splat(0);
  let ats = zero;
  for (let p = from; p < to; p += 64) {
    const left = to - p;
    let at = p;
    if (left < 64) {
      memory.fill(PAST, 0x20, 64);
      memory.copy(PAST, p, left);
      at = PAST;
    }
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    ats = v128.or(v128.or(ats, v128.or(equal(a, AT), equal(b, AT))), v128.or(equal(c, AT), equal(d, AT)));
    readUnits(a, b, c, d, left);
    const digitsA = digits(a);
    const digitsB = digits(b);
    const digitsC = digits(c);
    const digitsD = digits(d);
    if (v128.any_true(v128.or(v128.or(digitsA, digitsB), v128.or(digitsC, digitsD))) || digitMask >>> 63 != 0)
      readDigits(bits(digitsA, digitsB, digitsC, digitsD));
    else digitMask = 0;
    const colons = bits(equal(a, COLON), equal(b, COLON), equal(c, COLON), equal(d, COLON));
    if (colons != 0) readColons(colons);
    const hyphens = bits(equal(a, DASH), equal(b, DASH), equal(c, DASH), equal(d, DASH));
    if (hyphens != 0) readDashes(hyphens);
    readRuns(bits(ofRun(a), ofRun(b), ofRun(c), ofRun(d)));
    units += popcnt64(leads) + popcnt64(pairs);
  }
  if (v128.any_true(ats)) flags |= HAS_AT;
}

// @ts-ignore: decorator
@inline
function equal(bytes: v128, byte: u8): v128 {
  return i8x16.eq(bytes, i8x16.splat(byte));
}

// @ts-ignore: decorator
@inline
function digits(bytes: v128): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
}

/** Letters and digits of ASCII, `_`, and - . / : */
// @ts-ignore: decorator
@inline
function ofRun(bytes: v128): v128 {
  const letter = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
  const sign = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x2d)), i8x16.splat(14));
  return v128.or(v128.or(letter, sign), i8x16.eq(bytes, i8x16.splat(0x5f)));
}

/** A bit a byte of four masks. */
// @ts-ignore: decorator
@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) |
    (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
}

// @ts-ignore: decorator
@inline
function popcnt64(mask: u64): u32 {
  return <u32>popcnt<u64>(mask);
}

// @ts-ignore: decorator
@inline
function readUnits(a: v128, b: v128, c: v128, d: v128, left: usize): void {
  leads = <u64>-1;
  pairs = 0;
  if (!ofUnits && i8x16.bitmask(v128.or(v128.or(a, b), v128.or(c, d))) != 0) {
    leads = ~bits(isInner(a), isInner(b), isInner(c), isInner(d));
    pairs = bits(isWide(a), isWide(b), isWide(c), isWide(d));
  }
  if (left < 64) leads &= (<u64>1 << <u64>left) - 1;
}

/** Bytes 0x80 to 0xbf, which no character begins with. */
// @ts-ignore: decorator
@inline
function isInner(bytes: v128): v128 {
  return i8x16.lt_s(bytes, i8x16.splat(-64));
}

/** First bytes of characters of four bytes, which are two units. */
// @ts-ignore: decorator
@inline
function isWide(bytes: v128): v128 {
  return i8x16.ge_u(bytes, i8x16.splat(<i8>0xf0));
}

// @ts-ignore: decorator
@inline
function unitAt(position: u64): u32 {
  const below = ((<u64>1 << position) - 1) | (position == 64 ? <u64>-1 : 0);
  return units + popcnt64(leads & below) + popcnt64(pairs & below);
}

function readDigits(mask: u64): void {
  let edges = mask ^ ((mask << 1) | (digitMask >>> 63));
  let isIn = digitMask >>> 63 != 0;
  digitMask = mask;
  while (edges != 0) {
    const at = unitAt(ctz(edges));
    edges &= edges - 1;
    if (isIn) endDigits(at);
    else beginDigits(at);
    isIn = !isIn;
  }
}

function beginDigits(at: u32): void {
  if (clusterDigits != 0 && at - clusterEnd > WIDEST_GAP) closeCluster();
  if (clusterDigits == 0) clusterStart = at;
  digitStart = at;
}

function endDigits(at: u32): void {
  clusterDigits += at - digitStart;
  clusterEnd = at;
}

function closeCluster(): void {
  if (clusterDigits == 0) return;
  store<u32>(clusterTo, clusterStart);
  store<u32>(clusterTo, clusterEnd, 4);
  store<u32>(clusterTo, clusterDigits, 8);
  clusterTo += 12;
  clusterDigits = 0;
}

function readColons(mask: u64): void {
  for (let colons = mask; colons != 0; colons &= colons - 1) {
    const at = unitAt(ctz(colons));
    if (lastColon != FAR && at - lastColon <= WIDEST_COLONS) flags |= HAS_COLONS;
    lastColon = at;
  }
}

function readDashes(mask: u64): void {
  for (let hyphens = mask; hyphens != 0; hyphens &= hyphens - 1) {
    const at = unitAt(ctz(hyphens));
    dashes = at == lastDash + 1 ? dashes + 1 : 1;
    if (dashes >= LEAST_DASHES) flags |= HAS_DASHES;
    lastDash = at;
  }
}

/** A run is known where its fourteenth character stands; all its characters are ASCII, so that this tells where it begins. */
function readRuns(mask: u64): void {
  const two = mask & ((mask << 1) | (ones >>> 63));
  const four = two & ((two << 2) | (twos >>> 62));
  const eight = four & ((four << 4) | (fours >>> 60));
  let known = eight & ((eight << 6) | (eights >>> 58));
  ones = mask;
  twos = two;
  fours = four;
  eights = eight;
  if (isRunOpen) known = endRun(mask, 0, known);
  while (known != 0) {
    const at = ctz(known);
    runStart = unitAt(at) - (LEAST_RUN - 1);
    isRunOpen = true;
    known = endRun(mask, at, known);
  }
}

/** Ends the open run at the first other character from `at` on; gives what is known beyond it. */
function endRun(mask: u64, at: u64, known: u64): u64 {
  const others = ~mask & (<u64>-1 << at);
  if (others == 0) return 0;
  const end = ctz(others);
  closeRun(unitAt(end));
  return known & (<u64>-1 << end);
}

function closeRun(end: u32): void {
  store<u32>(runTo, runStart);
  store<u32>(runTo, end, 4);
  runTo += 8;
  isRunOpen = false;
}
