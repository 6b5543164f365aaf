/** The anchor of Holdfast. */
export const Logo = ({ size = 20 }: { size?: number }) => (
  <svg
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    <circle cx="12" cy="5" r="2.25" />
    <path d="M12 7.25V21M7.5 11h9M4 13.5c.5 4.5 4 7.5 8 7.5s7.5-3 8-7.5M2.5 15.5 4 13l2.5 1.5M21.5 15.5 20 13l-2.5 1.5" />
  </svg>
);
