import { element, setText } from '../../kit/element';
import type { ChartData } from './chart-data';
import { figureText } from './chart-text';
import type { ChartPlan } from './chart-plan';
import { lineColour, lineDash, type ChartColours } from './chart-colours';

/** What each line of a chart is, with its value where the pointer is, else the latest. */
export function createLegend(plan: ChartPlan, colours: ChartColours) {
  const values = plan.lines.map(() => element('span', { className: 'value' }));
  const list = element('ul', { className: 'legend' });
  for (const [at, { label }] of plan.lines.entries()) {
    const swatch = element('span', { className: 'swatch', attributes: { 'aria-hidden': 'true' } });
    swatch.style.borderTopColor = lineColour(colours, at);
    swatch.style.borderTopStyle = lineDash(at).length === 0 ? 'solid' : 'dashed';
    const name = element('span', { className: 'name', text: label });
    const value = values[at];
    list.append(element('li', { children: [swatch, name, ...(value ? [value] : [])] }));
  }
  return {
    list,
    /** `row` of the data; null for the latest. */
    show(data: ChartData, row: number | null): void {
      const at = row ?? data.timesMs.length - 1;
      for (const [line, value] of values.entries()) {
        setText(value, figureText(data.lines[line]?.[at], plan.unit));
      }
    },
    /** As shown now, a line each. */
    texts: () => plan.lines.map(({ label }, at) => `${label} ${values[at]?.textContent ?? ''}`),
    /** `CPU 0 12 %, CPU 1 3 %`, for screen readers. */
    words(data: ChartData, row: number): string {
      return plan.lines
        .map(({ label }, line) => `${label} ${figureText(data.lines[line]?.[row], plan.unit)}`)
        .join(', ');
    },
  };
}
