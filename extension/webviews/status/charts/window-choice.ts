import { element } from '../../kit/element';

const WINDOWS = [
  { minutes: 1, text: '1 minute' },
  { minutes: 5, text: '5 minutes' },
  { minutes: 15, text: '15 minutes' },
  { minutes: 60, text: '1 hour' },
] as const;
const FIRST = 5;

/** How much of the past charts show; `kept` is what a page before this one chose. */
export function createWindowChoice(kept: unknown, onChange: (minutes: number) => void) {
  const select = element('select', { attributes: { 'aria-label': 'Time shown' } });
  for (const { minutes, text } of WINDOWS) {
    select.append(element('option', { text, attributes: { value: String(minutes) } }));
  }
  select.value = String(WINDOWS.find(({ minutes }) => minutes === kept)?.minutes ?? FIRST);
  select.addEventListener('change', () => {
    onChange(Number(select.value));
  });
  return {
    select,
    get milliseconds() {
      return Number(select.value) * 60_000;
    },
  };
}
