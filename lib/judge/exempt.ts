import type { Exemption } from '../model/exemption.ts';
import type { Finding } from '../model/finding.ts';

/** What exemptions look at. */
export type ExemptFacts = Pick<Finding, 'checkId' | 'resourceId' | 'resourceGroup' | 'subscriptionId' | 'tags'>;

export interface ExemptionMatch {
  readonly exemption: Exemption;
  /** No exemption covers the finding but by tag: who can tag could exempt himself. */
  readonly byTagOnly: boolean;
}

export interface OpenExemptions {
  /** By id. */
  readonly inForce: readonly Exemption[];
  /** The only checks whose findings may be covered, in order; undefined where any may. */
  readonly checks: readonly string[] | undefined;
  /** The exemption that covers a finding: rather one that is not by tag, then the one that lasts longest, then by id. */
  match(finding: ExemptFacts): ExemptionMatch | undefined;
}

/** An exemption in the spelling that findings are compared in. */
interface Entry {
  readonly exemption: Exemption;
  readonly ends: number;
  readonly check: string | undefined;
  readonly resourceId: string | undefined;
  readonly group: string | undefined;
  readonly subscription: string | undefined;
  readonly tag: { readonly name: string; readonly value: string | undefined } | undefined;
}

/** A finding in that spelling. */
interface Facts {
  readonly check: string;
  readonly resourceId: string;
  readonly group: string;
  readonly subscription: string;
  /** By name in lower case. */
  readonly tags: ReadonlyMap<string, string>;
}

/** Entries by place, check and name of a tag: what a finding lacks is never looked at. Each list begins with the best. */
type Index = Map<string, Map<string, Map<string, Entry[]>>>;

const anywhere = '';
const anyCheck = '';
const noTag = '';
const inGroup = (group: string): string => `group ${group}`;
const inSubscription = (subscription: string): string => `subscription ${subscription}`;

function readTag(tag: string): Entry['tag'] {
  const at = tag.indexOf('=');
  if (at < 0) return { name: tag.toLowerCase(), value: undefined };
  return { name: tag.slice(0, at).toLowerCase(), value: tag.slice(at + 1) };
}

function toEntry(exemption: Exemption): Entry {
  const { check, resourceId, resourceGroup, subscription, tag } = exemption;
  return {
    exemption,
    ends: Date.parse(exemption.expiresAt),
    check,
    resourceId: resourceId?.toLowerCase().replace(/\/+$/, ''),
    group: resourceGroup?.toLowerCase(),
    subscription: subscription?.toLowerCase(),
    tag: tag === undefined ? undefined : readTag(tag),
  };
}

/** An exemption of nothing in particular would cover everything: it covers nothing. */
function hasTarget({ check, resourceId, group, subscription, tag }: Entry): boolean {
  const set = [check, resourceId, group, subscription, tag?.name].filter((part) => part !== undefined);
  return set.length > 0 && !set.includes('');
}

// Names of tags are the same in any case, values are not:
// https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
function toFacts({ checkId, resourceId, resourceGroup, subscriptionId, tags }: ExemptFacts): Facts {
  const subscription = subscriptionId.toLowerCase();
  let byName: Facts['tags'] | undefined;
  return {
    check: checkId,
    resourceId: resourceId.toLowerCase(),
    group: `/subscriptions/${subscription}/resourcegroups/${resourceGroup.toLowerCase()}`,
    subscription,
    get tags() {
      // Few exemptions ask for them.
      byName ??= new Map(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]));
      return byName;
    },
  };
}

/** What the index leaves open: a second place, and the value of a tag. */
function agrees({ group, subscription, tag }: Entry, facts: Facts): boolean {
  if (group !== undefined && group !== facts.group) return false;
  if (subscription !== undefined && subscription !== facts.subscription) return false;
  return tag?.value === undefined || tag.value === facts.tags.get(tag.name);
}

/** The narrowest place of an exemption, and all places of a finding that can be one. */
const placeOf = ({ resourceId, group, subscription }: Entry): string =>
  resourceId ??
  (group === undefined ? undefined : inGroup(group)) ??
  (subscription === undefined ? anywhere : inSubscription(subscription));

function placesOf({ resourceId, group, subscription }: Facts): readonly string[] {
  const places = [anywhere, inSubscription(subscription), inGroup(group), resourceId];
  // What lies above it, by whole segments: a name is never taken for the beginning of a longer one.
  for (let at = resourceId.indexOf('/', 1); at > 0; at = resourceId.indexOf('/', at + 1)) {
    places.push(resourceId.slice(0, at));
  }
  return places;
}

const idOrder = (a: Entry, b: Entry): number => (a.exemption.id < b.exemption.id ? -1 : 1);
const bestFirst = (a: Entry, b: Entry): number => b.ends - a.ends || idOrder(a, b);

function indexOf(entries: readonly Entry[]): Index {
  const index: Index = new Map();
  for (const entry of entries.toSorted(bestFirst)) {
    const [place, check, tag] = [placeOf(entry), entry.check ?? anyCheck, entry.tag?.name ?? noTag];
    const byCheck = index.get(place) ?? new Map<string, Map<string, Entry[]>>();
    const byTag = byCheck.get(check) ?? new Map<string, Entry[]>();
    const list = byTag.get(tag) ?? [];
    list.push(entry);
    index.set(place, byCheck.set(check, byTag.set(tag, list)));
  }
  return index;
}

/** The best of the lists that a finding leads to. */
function bestOf(lists: readonly (readonly Entry[] | undefined)[], facts: Facts): Entry | undefined {
  let best: Entry | undefined;
  for (const list of lists) {
    const found = list?.find((entry) => agrees(entry, facts));
    if (found !== undefined && (best === undefined || bestFirst(found, best) < 0)) best = found;
  }
  return best;
}

function search(index: Index, finding: ExemptFacts): ExemptionMatch | undefined {
  if (index.size === 0) return undefined;
  const facts = toFacts(finding);
  const found = placesOf(facts)
    .map((place) => index.get(place))
    .filter((byCheck) => byCheck !== undefined)
    .flatMap((byCheck) => [byCheck.get(anyCheck), byCheck.get(facts.check)])
    .filter((byTag) => byTag !== undefined);
  const plain = bestOf(
    found.map((byTag) => byTag.get(noTag)),
    facts,
  );
  if (plain) return { exemption: plain.exemption, byTagOnly: false };
  const withTags = found.filter((byTag) => byTag.size > (byTag.has(noTag) ? 1 : 0));
  if (withTags.length === 0) return undefined;
  const names = [...facts.tags.keys()].filter((name) => name !== noTag);
  const tagged = bestOf(
    withTags.flatMap((byTag) => names.map((name) => byTag.get(name))),
    facts,
  );
  return tagged && { exemption: tagged.exemption, byTagOnly: true };
}

/**
 * The exemptions that are in force at a time: what expired is not, nor what was accepted by tag where that is not allowed.
 * Built once for many findings.
 */
export function openExemptions(
  exemptions: Iterable<Exemption>,
  { at, tagsAllowed }: { readonly at: string; readonly tagsAllowed: boolean },
): OpenExemptions {
  const now = Date.parse(at);
  // A time that cannot be read is later than none: such an exemption is not in force.
  const entries = Array.from(exemptions, toEntry)
    .filter((entry) => hasTarget(entry) && entry.ends > now && (tagsAllowed || entry.tag === undefined))
    .toSorted(idOrder);
  const checks = entries.flatMap(({ check }) => (check === undefined ? [] : [check]));
  const index = indexOf(entries);
  return {
    inForce: entries.map(({ exemption }) => exemption),
    checks: checks.length === entries.length ? [...new Set(checks)].sort() : undefined,
    match: (finding) => search(index, finding),
  };
}
