// A header that was cut anywhere is refused, and never a fault of ours.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSigned } from './signature';

const secret = 'whsec_test';
const body = Buffer.from('{"id":"evt_1"}');
const t = Math.floor(Date.now() / 1_000);
const header = `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;

test('the whole header is believed', () => {
  expect(isSigned(body, header, [secret])).toBe(true);
});

test('a header cut at any place is refused', () => {
  for (let length = 0; length < header.length; length += 1) {
    expect(isSigned(body, header.slice(0, length), [secret])).toBe(false);
  }
});

test('parts that say nothing are refused', () => {
  for (const odd of ['v1', 'v1,v1', ',', '=', ',,,', 't', 'v1=', 'v0', 'v1==x']) {
    expect(isSigned(body, `t=${t},${odd}`, [secret])).toBe(false);
  }
});
