/** An inventory file that cannot be judged. The message names the file, what is wrong and how to mend it. */
export class InventoryError extends Error {
  readonly code = 'badInventory';

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'InventoryError';
  }
}
