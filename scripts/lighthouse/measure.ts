// Lighthouse on one page after the other, as a desktop and as a phone; of several runs the median of each figure.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig, type Result } from 'lighthouse';
import type { MeasuredPage } from '@/scripts/lighthouse/pages';
import { step } from '@/scripts/supervisor/terminal';
import { ToldError } from '@/scripts/told-error';

export type Device = 'desktop' | 'mobile';

export interface Figures {
  page: string;
  device: Device;
  /** Of 100. */
  performance: number;
  accessibility: number;
  bestPractices: number;
  /** Cumulative layout shift. */
  shift: number;
  /** Bytes of script on the wire in a cold load, compressed, headers included. */
  scriptBytes: number;
  /** Largest contentful paint. */
  largestPaintMs: number;
  blockedMs: number;
  /** What accessibility and best practices found fault with, in any of the runs. */
  found: string[];
}

const chromeFlags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-sync', '--no-first-run'];
const logLevel = 'error';
const retries = 2;

const devices: Device[] = ['desktop', 'mobile'];

/** Measures every page on both devices. */
export async function measureAll(
  browserPath: string,
  pages: MeasuredPage[],
  runs: number,
): Promise<Figures[]> {
  const figures: Figures[] = [];
  for (const device of devices) {
    for (const page of pages) {
      await step(`${device} ${page.name}`, async (progress) => {
        const each: Figures[] = [];
        for (let run = 1; run <= runs; run += 1) {
          progress(`run ${run} of ${runs}`);
          each.push(await measure(browserPath, page, device));
        }
        figures.push(median(each));
        return `performance ${median(each).performance}`;
      });
    }
  }
  return figures;
}

/** Once more where Lighthouse asks for it: on a busy machine a recording may miss its beginning. */
async function measure(browserPath: string, page: MeasuredPage, device: Device): Promise<Figures> {
  for (let left = retries; ; left -= 1) {
    try {
      return await measureOnce(browserPath, page, device);
    } catch (error) {
      if (left === 0 || !(error instanceof ToldError)) throw error;
    }
  }
}

/** One run in a browser of its own, which has never seen the page. */
async function measureOnce(browserPath: string, page: MeasuredPage, device: Device): Promise<Figures> {
  // Not by Playwright: its own tracing and flags keep Lighthouse from recording a load.
  const browser = await launch({ chromePath: browserPath, chromeFlags, logLevel: 'silent' });
  try {
    const answer = await lighthouse(
      page.url,
      { port: browser.port, logLevel, onlyCategories: ['performance', 'accessibility', 'best-practices'] },
      device === 'desktop' ? desktopConfig : undefined,
    );
    if (!answer) throw new ToldError(`Lighthouse gave no answer for ${page.url}.`);
    const { runtimeError } = answer.lhr;
    if (runtimeError) throw new ToldError(`Lighthouse could not load ${page.url}: ${runtimeError.message}`);
    return figuresOf(answer.lhr, page.name, device);
  } finally {
    browser.kill();
  }
}

function figuresOf(result: Result, page: string, device: Device): Figures {
  const score = (category: string) => Math.round((result.categories[category]?.score ?? 0) * 100);
  const value = (audit: string) => result.audits[audit]?.numericValue ?? Number.NaN;
  return {
    page,
    device,
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    shift: value('cumulative-layout-shift'),
    scriptBytes: scriptBytesOf(result),
    largestPaintMs: value('largest-contentful-paint'),
    blockedMs: value('total-blocking-time'),
    found: ['accessibility', 'best-practices'].flatMap((category) => faultsIn(result, category)),
  };
}

/** By the records of the network: what was fetched as a script, as it came over the wire. */
function scriptBytesOf(result: Result): number {
  const { details } = result.audits['network-requests'] ?? {};
  const records = details?.type === 'table' ? details.items : [];
  return records
    .filter(({ resourceType }) => resourceType === 'Script')
    .reduce((sum, { transferSize }) => sum + Number(transferSize), 0);
}

/** Only what costs points. */
function faultsIn(result: Result, category: string): string[] {
  const counted = (result.categories[category]?.auditRefs ?? []).filter(({ weight }) => weight > 0);
  return counted.flatMap(({ id }) => {
    const audit = result.audits[id];
    return audit && audit.score !== null && audit.score < 1 ? [`${audit.title} (${id})`] : [];
  });
}

function median(runs: Figures[]): Figures {
  const [first] = runs;
  if (!first) throw new Error('There is no median of no run.');
  const middle = (name: keyof Figures) => {
    const sorted = runs.map((run) => Number(run[name])).toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  };
  return {
    ...first,
    performance: middle('performance'),
    accessibility: middle('accessibility'),
    bestPractices: middle('bestPractices'),
    shift: middle('shift'),
    scriptBytes: middle('scriptBytes'),
    largestPaintMs: middle('largestPaintMs'),
    blockedMs: middle('blockedMs'),
    found: [...new Set(runs.flatMap(({ found }) => found))],
  };
}
