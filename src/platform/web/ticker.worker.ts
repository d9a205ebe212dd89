/** Beats once a second. A worker is not slowed down in a hidden tab, and the watch must not be either. */
setInterval(() => postMessage(0), 1000)
