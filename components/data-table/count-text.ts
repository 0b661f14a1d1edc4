// How many match, as far as it was counted.
import type { Total } from '@/domain/page';

/** "1 account", "200 accounts", "10,000 or more accounts". */
export function countText(total: Total, noun: string, plural = `${noun}s`): string {
  const count = total.value.toLocaleString('en-US');
  if (!total.exact) return `${count} or more ${plural}`;
  return `${count} ${total.value === 1 ? noun : plural}`;
}
