/** Colours for light and dark screens; each pair of text and ground has a contrast of at least 4.5 to 1. */
export const colourStyle = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #ffffff; --sunk: #eef1f4; --line: #d9dee4; --track: #e3e7ec;
  --text: #17202b; --quiet: #4f5b69; --accent: #1a5fb4; --focus: #1a5fb4;
  --critical: #9b1239; --high: #b0400a; --medium: #7d5a00; --low: #48627c; --unrated: #5c6670; --on-chip: #ffffff;
  --fail: #b4322c; --unknown: #d9a21b; --pass: #2f7d4f; --none: #aab4bf; --known: #1a5fb4; --hatch: #ffffff;
  --good-text: #1f6b3f; --good-ground: #e5f3ea; --bad-text: #8f1d1d; --bad-ground: #fbe9e7; --fair-text: #6b4d00; --fair-ground: #fbf1d6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318; --card: #171c23; --sunk: #10151b; --line: #2d3540; --track: #2a323c;
    --text: #e6eaf0; --quiet: #a5b0bd; --accent: #86b7f5; --focus: #86b7f5;
    --critical: #ff9db3; --high: #ffb083; --medium: #ecc765; --low: #a9c3de; --unrated: #b4bdc7; --on-chip: #14181e;
    --fail: #ef7f77; --unknown: #e2b84e; --pass: #5cb883; --none: #5a6673; --known: #6aa5ee; --hatch: #171c23;
    --good-text: #8fd6ab; --good-ground: #14291d; --bad-text: #ffb3ab; --bad-ground: #35191a; --fair-text: #ecc765; --fair-ground: #2c2512;
  }
}
`;
