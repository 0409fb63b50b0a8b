import { parseDebugDump, type DebugDump } from '../../core/exit-report/debug-dump';
import { element, setText } from '../kit/element';
import { dumpNodes, GROUPINGS, ORDERS, type Grouping, type Order } from './dump-model';
import { DumpTree } from './dump-tree';
import type { ReportModel } from './report-model';

/** The debug dump: a tree that is sorted and searched, and its text. */
export function createDumpSection({
  dumpText,
  dumpNote,
  isDumpCut,
}: ReportModel): readonly HTMLElement[] {
  const heading = element('h2', { text: 'Debug dump' });
  const note = element('p', { className: 'note', text: dumpNote });
  const dump = dumpText === null ? null : parseDebugDump(dumpText);
  if (dumpText === null || dump === null) {
    return [element('section', { children: [heading, note] })];
  }
  const children = [
    ...[
      heading,
      note,
      ...truncation(isDumpCut || dump.isTruncated),
      ...ownLines(dump),
      ...treeWithTools(dump),
    ],
    element('details', {
      children: [
        element('summary', { text: 'As the kernel wrote it' }),
        element('pre', { text: dumpText, attributes: { tabindex: '0' } }),
      ],
    }),
  ];
  return [element('section', { className: 'dump', children })];
}

function truncation(isCut: boolean): readonly HTMLElement[] {
  if (!isCut) return [];
  const text =
    'It is cut off at its end: set .exit_dump_len of the ops, and the size of the map that keeps it, to more bytes than 32,768 to have all of it.';
  return [element('p', { className: 'note', text })];
}

/** What ops.dump() printed. */
function ownLines({ lines }: DebugDump): readonly HTMLElement[] {
  return lines.length === 0 ? [] : [element('pre', { className: 'said', text: lines.join('\n') })];
}

function treeWithTools(dump: DebugDump): readonly HTMLElement[] {
  if (dump.cpus.length === 0) {
    return [element('p', { text: 'No CPU had anything to do but idle.' })];
  }
  const tree = new DumpTree();
  const search = element('input', {
    attributes: { type: 'search', placeholder: 'Search tasks', 'aria-label': 'Search tasks' },
  });
  const grouping = choice('Groups of tasks', GROUPINGS);
  const order = choice('Order of tasks', ORDERS);
  const found = element('span', { className: 'found', attributes: { role: 'status' } });
  const show = () => {
    const nodes = dumpNodes(dump, {
      grouping: grouping.value as Grouping,
      order: order.value as Order,
      search: search.value,
    });
    const count = nodes.reduce((sum, { tasks }) => sum + tasks.length, 0);
    setText(found, `${count.toLocaleString('en')} ${count === 1 ? 'task' : 'tasks'}`);
    tree.show(nodes, search.value.trim() !== '');
  };
  search.addEventListener('input', show);
  grouping.addEventListener('change', show);
  order.addEventListener('change', show);
  show();
  const tools = element('div', { className: 'tools', children: [search, grouping, order, found] });
  return [tools, tree.root];
}

function choice(label: string, choices: Readonly<Record<string, string>>): HTMLSelectElement {
  return element('select', {
    attributes: { 'aria-label': label },
    children: Object.entries(choices).map(([value, text]) =>
      element('option', { text, attributes: { value } }),
    ),
  });
}
