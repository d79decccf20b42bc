// The policy of the page allows the texts of pageStyle.ts and pageScript.ts by these hashes; a test computes them.

export const styleHash = 'sha256-ZzoJXMM9xSx6dHcU6rWYPEUlAP4lRyHn5FqAmPNVeOM=';
export const scriptHash = 'sha256-V45lsimtfS18xSpZbcxiWpECE9vzB37JeAfgU+wf4UE=';
