import type { FindingView } from '../model/finding.ts';
import { embeddedCheck, embeddedFinding, type EmbeddedCheck } from './html/embeddedFinding.ts';
import { embeddedJson } from './html/embeddedJson.ts';
import { keepWorst } from './html/keepWorst.ts';
import { pageFoot, pageHead } from './html/page.ts';
import { countFinding, emptyCounts } from './html/streamCounts.ts';
import type { Report, ReportWriter } from './report.ts';

/** Findings that the page holds in full: the worst. */
const mostEmbedded = 5_000;

export interface HtmlOptions {
  /** The tag that names who owns a resource, in any case. */
  readonly ownerTag: string;
  /** The file with every finding; `undefined` where none is written beside the page. */
  readonly csvName: string | undefined;
}

/** Gives each check a number; two findings share one only where all that the check says is the same. */
function numberChecks() {
  const numbered = new Map<string, { readonly number: number; readonly check: EmbeddedCheck }>();
  return {
    numberOf(finding: FindingView): number {
      const check = embeddedCheck(finding);
      const key = JSON.stringify(check);
      const { number } = numbered.get(key) ?? { number: numbered.size };
      if (number === numbered.size) numbered.set(key, { number, check });
      return number;
    },
    all: (): readonly EmbeddedCheck[] => [...numbered.values()].map(({ check }) => check),
  };
}

/**
 * One self-contained page: it asks the network for nothing and opens from disk. The worst findings are kept until the
 * end, and of the others what they count.
 */
export function openHtml({ ownerTag, csvName }: HtmlOptions): ReportWriter {
  const counts = emptyCounts();
  const checks = numberChecks();
  const worst = keepWorst(mostEmbedded);
  let begun: Report | undefined;
  return {
    begin(report) {
      begun = report;
      return pageHead(report).markup;
    },
    add(finding) {
      countFinding(counts, finding, ownerTag);
      if (finding.status !== 'pass' && worst.admits(finding.severity))
        worst.add(finding.severity, embeddedJson(embeddedFinding(finding, checks.numberOf(finding), ownerTag)));
      return '';
    },
    end() {
      if (begun === undefined) throw new Error('A page must be begun before it ends');
      const shown = { counts, embedded: worst.count(), mildest: worst.mildest(), csvName, ownerTag };
      return `${worst.entries().join(',\n')}${pageFoot(begun, shown, checks.all()).markup}`;
    },
  };
}
