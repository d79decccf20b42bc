/**
 * Ends this process when its parent is gone, even when the parent was killed: then the operating system closes the
 * channel between them. Preloaded (`--import`) into every process that the local stack starts.
 */
process.on('disconnect', () => process.exit(1));
