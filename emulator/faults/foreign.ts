// Answers that are not Stripe's: pages, wrong shapes, bombs.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Answer } from '@/emulator/protocol/answer';

const mebibyte = 1_048_576;
const bombMebibytes = 64;
const hugeMebibytes = 20;

const page =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>This network needs you to sign in</h1></body></html>';

let bomb: Promise<Buffer> | undefined;

/** 64 MiB of spaces in 64 KiB, which any JSON parser takes. */
function makeBomb(): Promise<Buffer> {
  bomb ??= promisify(gzip)(Buffer.from(`{"object":"list"${' '.repeat(bombMebibytes * mebibyte)}}`), {
    level: 9,
  });
  return bomb;
}

/** An answer with status 200 that means nothing. */
export async function foreignAnswer(
  body: 'html' | 'array' | 'wrongType' | 'gzipBomb' | 'huge',
): Promise<Answer> {
  switch (body) {
    case 'html':
      return { status: 200, body: page, headers: { 'Content-Type': 'text/html; charset=utf-8' } };
    case 'array':
      return { status: 200, body: '[1, "two", null]' };
    case 'wrongType':
      return {
        status: 200,
        body: '{"id": 7, "object": "charge", "data": "none", "status": ["active"], "has_more": 1}',
      };
    case 'gzipBomb':
      return { status: 200, body: await makeBomb(), headers: { 'Content-Encoding': 'gzip' } };
    case 'huge':
      return {
        status: 200,
        body: `{"object": "list", "data": [], "has_more": false, "url": "/", "padding": "${'x'.repeat(hugeMebibytes * mebibyte)}"}`,
      };
  }
}
