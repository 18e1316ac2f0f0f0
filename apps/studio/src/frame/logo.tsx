/** Three lanes that become one way. */
export function Logo() {
  return (
    <svg width="32" height="32" viewBox="0 0 32 32" fill="none" role="img" aria-label="Whipway">
      <rect width="32" height="32" rx="9" fill="#5b54e8" />
      <path
        d="M6 9c5 0 5 7 10 7M6 23c5 0 5-7 10-7M6 16h19M21.5 11.5 26 16l-4.5 4.5"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
