// The keyboard on a telephone's screen: Safari lays it over the page, so the page is made as high as what is left.

export function followKeyboard() {
  const seen = window.visualViewport;
  const fit = () => {
    const covered = seen.scale === 1 && seen.height < window.innerHeight; // enlarged by two fingers, it covers nothing
    document.documentElement.style.setProperty("--height", covered ? `${seen.height}px` : "100dvh");
    if (covered) window.scrollTo(0, 0);
  };
  seen?.addEventListener("resize", fit);
}
