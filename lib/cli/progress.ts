import { Presets, SingleBar } from 'cli-progress';
import type { ScanView } from '../model/scan.ts';

export interface Progress {
  readonly show: (view: ScanView) => void;
  readonly stop: () => void;
}

/** Milliseconds between two plain lines where nothing but counts changed. */
const lineEvery = 10_000;

function figures({ progress }: ScanView) {
  const { partsDone, parts, resourcesJudged, resourcesListed, etaSeconds } = progress;
  return {
    parts: `${String(partsDone)} of ${String(parts)} parts`,
    resources: `${resourcesJudged.toLocaleString('en-US')} of ${resourcesListed.toLocaleString('en-US')} resources`,
    left: etaSeconds === null ? '' : `about ${String(Math.ceil(etaSeconds))} s left`,
  };
}

function bar(stream: NodeJS.WriteStream): Progress {
  const single = new SingleBar(
    {
      format: 'Scanning {bar} {parts}, {resources} {left}',
      stream,
      hideCursor: true,
      clearOnComplete: true,
      // Signals are the command's affair: it cancels the scan first.
      gracefulExit: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  let begun = false;
  return {
    show(view) {
      const total = Math.max(1, view.progress.resourcesListed);
      if (!begun) single.start(total, 0, figures(view));
      begun = true;
      single.setTotal(total);
      single.update(Math.min(total, view.progress.resourcesJudged), figures(view));
    },
    stop() {
      if (begun) single.stop();
    },
  };
}

/** One line a finished part, and one every ten seconds. */
function lines(write: (text: string) => void): Progress {
  let shown = '';
  let shownAt = 0;
  return {
    show(view) {
      const { parts, resources, left } = figures(view);
      const state = `${view.status} ${parts}`;
      if (state === shown && Date.now() - shownAt < lineEvery) return;
      shown = state;
      shownAt = Date.now();
      write(`Scan ${view.status}: ${[parts, resources, left].filter((text) => text !== '').join(', ')}\n`);
    },
    stop: () => undefined,
  };
}

/** A bar on a terminal, plain lines elsewhere. */
export function openProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bar(stream) : lines((text) => stream.write(text));
}
