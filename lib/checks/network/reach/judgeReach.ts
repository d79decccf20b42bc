import type { Row } from '../../../model/row.ts';
import type { Judged, Unread, Verdict } from '../../../model/verdict.ts';
import { unknownBecause } from '../../define.ts';
import { judgePart } from '../../property.ts';
import { admission, doubtOf } from './admission.ts';
import { doorsOf, type Around, type Door } from './door.ts';
import { closedByRule, decidedBySku, noWay, openByRule, type Place } from './evidence.ts';
import { managerDoubt } from './networkManager.ts';
import { portName, type Port } from './ports.ts';
import { idOf, lastName } from './rows.ts';
import { dependOnNoOtherWay, waysTo, type Way } from './ways.ts';

/** One way through one door. */
function judgeWay(door: Door, way: Way, place: Place): Verdict {
  const { port, filters } = place;
  if (filters.length === 0) {
    door.dependOnNoOtherFilter();
    const open = way.openByDefault();
    if (open.state === 'unread') return unknownBecause(open);
    return { verdict: open.value ? 'fail' : 'pass', because: decidedBySku(place, way, open.value) };
  }
  const target = way.floating ? door.anywhere : door.own;
  const least = admission(filters, port, target, 'least');
  if (least.open) {
    door.dependOnNoOtherFilter();
    return { verdict: 'fail', because: openByRule(place, way, least) };
  }
  const most = admission(filters, port, target, 'most');
  if (most.open) return unknownBecause(doubtOf(filters, port, target));
  return { verdict: 'pass', because: closedByRule(place, way, most) };
}

/** The verdict that counts of several: a fail, else what could not be told, else the first pass. */
function worst(verdicts: readonly Verdict[]): Verdict | undefined {
  const first = (wanted: Verdict['verdict']) => verdicts.find(({ verdict }) => verdict === wanted);
  return first('fail') ?? first('unknown') ?? verdicts[0];
}

function judgeDoor(door: Door, place: Place, around: Around, manager: Unread | undefined): Verdict {
  const { port, filters } = place;
  if (manager === undefined && filters.length > 0) {
    // Closed to every way there may be, so that none has to be looked for.
    const most = admission(filters, port, door.anywhere, 'most');
    if (!most.open) return { verdict: 'pass', because: closedByRule(place, undefined, most) };
  }
  const { found, unread } = waysTo(door.row, port, around);
  const hidden = unread.map(unknownBecause);
  const verdicts = found.map((way) => (manager ? unknownBecause(manager) : judgeWay(door, way, place)));
  const verdict = worst([...verdicts, ...hidden]);
  if (verdict?.verdict === 'fail' || verdict?.verdict === 'unknown') return verdict;
  dependOnNoOtherWay(door.row);
  return verdict ?? { verdict: 'pass', because: noWay(place) };
}

/** One unknown for all ports where none could be told, and for one reason. */
function together(judged: readonly Judged[]): readonly Judged[] {
  const [first] = judged;
  if (first?.verdict !== 'unknown') return judged;
  const same = judged.every((one) => one.verdict === 'unknown' && one.detail === first.detail);
  return same ? [{ ...first, subKey: '' }] : judged;
}

/** What the internet reaches of an interface: one verdict a port. */
export function judgeReach(networkCard: Row, around: Around, ports: readonly Port[]): readonly Judged[] {
  const id = idOf(networkCard);
  const doors = doorsOf(networkCard, around);
  const manager = managerDoubt(around.managers, id);
  const judged = ports.map((port) =>
    judgePart(portName(port), () => {
      const verdicts = doors.map((door) => {
        const name = `${lastName(id)}:${String(port.number)}`;
        const place = { port, name, configurationId: idOf(door.row), filters: door.filters };
        return judgeDoor(door, place, around, manager);
      });
      return worst(verdicts) ?? { verdict: 'notApplicable', why: 'it has no IP configuration' };
    }),
  );
  return together(judged);
}
