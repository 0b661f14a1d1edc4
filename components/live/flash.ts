// A row that changed under the reader's eyes lights up once and fades; nothing is said, nothing is lost without it.

const fadeMs = 1_200;
/** A screen holds no more. */
const mostRows = 60;

/** Lights up the table rows with these ids, after they were painted in their new state. */
export function flashRows(ids: readonly string[]): void {
  if (ids.length === 0 || document.hidden) return;
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const light = getComputedStyle(document.documentElement).getPropertyValue('--selected');
  requestAnimationFrame(() => {
    for (const id of ids.slice(0, mostRows)) {
      const row = document.querySelector(`[data-row="${CSS.escape(id)}"]`);
      row?.animate([{ backgroundColor: light }, { backgroundColor: 'transparent' }], {
        duration: fadeMs,
        easing: 'ease-out',
      });
    }
  });
}
