/**
 * Every number of the detector, with unit and source. One set for all cameras, sizes and depths: nothing here may depend on a
 * clip, a file name, a resolution or a header. "Recipe" is prototype 2 of the detection paper, section 7, with its step.
 */
export const parameters = {
  noise: {
    /** Least noise of a pixel that is believed, counts. Recipe 1: video repeats still areas exactly. */
    floor8BitCounts: 0.35,
    floor16BitCounts: 0.6,
    /** Smoothing takes off white noise, but in 8 bit not below this share of the floor: blocks of a video code are not white. */
    floor8BitShare: 0.5,
    /** Time constant of the running noise figures. Long against a group of video pictures' quiet part. */
    runningS: 2,
    /** Pixels that medians are taken from; 5,000 give a robust sigma to about 1.7 % (1.17 / √5,000). */
    samplePixels: 5_000,
  },
  step: {
    /** A whole-picture step: median frame difference over this many times its running value (recipe 2). */
    overRunning: 6,
    /** … and over this many times the median difference to the background (recipe 2). */
    overBackground: 2,
    /** No births for so long after a step (recipe 2). */
    holdS: 0.3,
    /** Pixels that differ from the step around them by more sigmas have a mover in them. */
    moverSigmas: 6,
  },
  shake: {
    /** Shifts of the whole picture that are undone, pixels: smaller ones do no harm, larger ones are a camera that was moved. */
    leastPx: 0.2,
    mostPx: 3,
    rounds: 3,
    /** Believed only where it takes the difference to the background, at this rank of the pixels, down to this share. */
    rank: 0.85,
    gain: 0.85,
    /** Still for so many frames, it is only looked for in every so manyth. */
    restFrames: 30,
    probeFrames: 4,
    /** Pixels that it is measured on; with a quarter of them nothing is said. */
    pixels: 2000,
  },
  background: {
    /** Time constant of the running mean (recipe 3). */
    runningS: 20,
    /** Share of the rate under foreground, and inside boxes of confirmed tracks (recipe 3). */
    foregroundShare: 0.1,
    confirmedShare: 0.03,
    /** Foreground draws the background no harder than a difference of so many sigmas: many bodies on one path leave no ghost. */
    foregroundSigmasMax: 5,
    /** … but not in the first seconds, while it is still being learnt. */
    youngS: 5,
    /** First births come after this long (recipe 3); those of bright bodies sooner. */
    settleS: 0.4,
    settleBrightS: 0.15,
  },
  flat: {
    /** Differences are clipped so before rows, columns and the wide surface are averaged, sigmas (recipe 4), … */
    clipSigmas: 3,
    /** … and what differs more than this is a body and does not count: a bright vehicle would have a cold ring around it. */
    bodySigmas: 30,
    /** Width of the wide surface, pixels (recipe 4). */
    wideSigmaPx: 16,
  },
  scales: {
    /** Standard deviations of the three Gaussians, pixels (recipe 4). */
    sigmaPx: [0.8, 1.6, 3],
  },
  clutter: {
    /** Time constant of the running 4-norm (recipe 5). */
    runningS: 10,
    /** Frames enter late by this much at most (recipe 5): a slow body must not raise its own bar. */
    latenessS: 2,
    /**
     * No lateness before this age of the stream; then it grows by `latenessGrowth` seconds a second. Recipe 5 waits 1.5 s;
     * 1 s finds walkers of the first seconds sooner, and brought no false track in the clips, mirrored, reversed, at half rate.
     */
    latenessFromS: 1,
    latenessGrowth: 0.6,
    /** Block maxima are clipped here, sigmas (recipe 5). */
    clipSigmas: 20,
    /** This many times the picture's median block value is what plain noise gives (recipe 5). */
    plainShare: 1.3,
    /** Median block values that noise alone gives, a scale; in a picture with more than so many times of it something stands out everywhere. */
    plainOf: [4.4, 3.3, 2.2],
    plainMost: 2.5,
    /** How fast what stands out of such a picture gets back what its median takes off. */
    restoreSlope: 6,
    /** z = r / √(1 + (gain · excess)²). Recipe 5 has 1.4; between blocks the bar is smoothed here, which lowers its tops. */
    gain: 1.15,
    /** Frames are fed at most so often, a second: faster video repeats itself (section 7, cost). */
    feedHz: 10,
    /** Blocks around a confirmed track's box that are left out as well. */
    exclusionMarginPx: 6,
  },
  bank: {
    /** Strength is gathered a block along ways, per 9 frames a second: what is over this, … */
    baseSigmas: 2.4,
    /** … no frame more than up to this, */
    capSigmas: 6,
    perHz: 9,
    /** … a long pause counting no more, seconds. */
    stepMostS: 0.25,
    /** To go over to a neighbouring block costs so much. */
    moveCost: 1.2,
    /** Blocks with so much may hold weak bodies; … */
    least: 8,
    /** … none has more than so much, or what was bright would long be likely after it has gone. */
    most: 16,
    /** More weak blocks than this are no bodies: then more is asked. */
    blocksMost: 32,
  },
  blobs: {
    /** Blobs are grown to this, kept from that, and may found a track from that, sigmas (recipe 7). */
    growSigmas: 3,
    keepSigmas: 4,
    /** … kept from that where enough was gathered on the way (`bank`), … */
    weakKeepSigmas: 3.3,
    birthSigmas: 5,
    /** … and may found a track from that there. */
    weakBirthSigmas: 3.6,
    /** A body larger than this share of the picture is an event of the whole picture (recipe 7). */
    areaShareMax: 0.4,
    /** The box is taken from the finest scale that sees the body so well, sigmas, … */
    fineSigmas: 10,
    /** … and holds what reaches this share of its peak: smoothing spreads a body, its half height does not. */
    boxPeakShare: 0.25,
    /** Blobs kept a frame, the strongest first. Bounds the work in a storm of leaves. */
    countMax: 64,
  },
  tracks: {
    /** Association gate: pixels, plus this share of the body, plus travel at this speed in bodies a second. */
    gatePx: 2.5,
    gateBodies: 0.5,
    gateBodiesPerS: 2,
    gatePxPerS: 8,
    /** A bright body may go this many of its sizes between its first two sightings; it is then bright in both. */
    gateBornBodies: 1.2,
    bornBrightSigmas: 12,
    /** Weak blobs (keep…birth) may only continue a track that has this many hits, within this share of the gate (recipe 8). */
    weakHitsMin: 3,
    weakGateShare: 0.7,
    /** … and what is a speck beside it (`evidence.speckShare`) within this share. */
    speckGateShare: 0.35,
    /** Gains of the position and velocity filter at 9 frames a second. */
    positionGain: 0.5,
    velocityGain: 0.15,
    /** Unseen for longer, a track is lost (recipe 11). */
    coastS: 0.8,
    coastConfirmedS: 1.6,
    /** Two bodies may be one blob for so long, seconds. */
    shareS: 3,
    /** … and not before so many frames went by without it. */
    coastFrames: 2.5,
    /** A pause of the camera is no slower pace than this, seconds a frame. */
    paceMostS: 1.5,
    /** A track confirmed near one lost up to so long ago takes its id (recipe 11), … */
    stitchS: 4,
    /** … so late at most: what comes back must first be confirmed. */
    lostS: 7,
    /** … near: within this many bodies, at least so many pixels, from where the lost one should be or was last. */
    stitchBodies: 2,
    stitchPx: 12,
    /** Tracks kept at once; the weakest tentative ones give way. */
    countMax: 128,
  },
  evidence: {
    /** Sum over this window of min(z, cap) − base, per 9 frames a second (recipe 9). */
    windowS: 2,
    /** … of at least so many frames. */
    windowFrames: 5,
    capSigmas: 15,
    baseSigmas: 4,
    perHz: 9,
    least: 20,
    /** Seen in at least this share of the window's frames (recipe 9). */
    hitShare: 0.7,
    hitsMin: 3,
    /**
     * Many specks make a way by chance: each hit speaks by −ln of the chance that a speck fell into the gate, and the sum of all must
     * reach this. Specks are what stood out once or twice and never again: parts of a body stay. Counted are those that reach this
     * share of the track's strength: no drizzle adds up to something bright.
     */
    surpriseLeast: 17,
    speckShare: 1 / 3,
    /** No hit speaks less than −ln of the first, nor more than −ln of the second. */
    chanceMost: 0.9,
    chanceLeast: 1e-9,
    /** Time in which what a sighting says is forgotten to 1/e, seconds. */
    saysS: 4,
    /** Time constant of the count of specks over the picture (rain), seconds. */
    speckS: 2,
    /**
     * Where more sightings a frame than this come to nothing (leaves, a cloud's edge), `least` is asked that many times: in cells of so
     * many pixels, remembered for so long; of one track so many sightings count at most.
     */
    placeIdle: 0.045,
    placePx: 16,
    placeS: 30,
    placeHitsMost: 8,
    /**
     * Where more bright specks than this come and go, a pixel and frame, that many times is asked everywhere: drops add to leaves. The
     * recordings have at most a third of it.
     */
    rainSigmas: 8,
    rainSpecks: 2e-5,
  },
  straightness: {
    /** Constant velocity is fitted over each of these windows (recipe 10 has the first three; the slow need longer). */
    windowsS: [1, 2, 3, 5, 8],
    displacementPx: 2.5,
    displacementBodies: 0.7,
    /** Displacement over residual: k = least + slope · (full − z), at most `most`, z the lower quartile (recipe 10). */
    ratioLeast: 5,
    ratioMost: 8,
    ratioSlope: 1.2,
    ratioFullSigmas: 13,
    /** Each third of the window advances at least this part of its share (recipe 10). */
    thirdShare: 0.4,
    /** Upper over lower quartile of the body's size in the window: what bursts or melts away is no body (DESIGN 6.4). */
    sizeRatioMost: 3,
    /** Both edges of the body go along, at this share of the centre's way at least: a ghost that shrinks moves one edge only. */
    edgeShare: 0.35,
    /** No single move is more than this share of the way, or than so many of its moves when they are few. */
    leapShare: 0.34,
    leapMoves: 1.6,
    /** Median over the window of the share of the body's edges that stands in the frame: ghosts that seem to move have none. */
    presence: 0.6,
    /** Faster than what runs or drives goes for its size, bodies a second, it must be seen in so many frames: insects at the lens are not. */
    fastBodiesPerS: 15,
    fastHitsMin: 10,
    /** Least age, and least age of a bright one (recipe 10). */
    ageS: 0.4,
    ageBrightS: 0.22,
    brightSigmas: 15,
  },
  weak: {
    /** A weak body must be there for long: over this window, in so many frames and this share of them, … */
    windowS: 5,
    hitsMin: 14,
    hitShare: 0.6,
    /** … the sum of z − base at least so much, … */
    baseSigmas: 3,
    least: 30,
    /** … speak so much against chance, … */
    surpriseLeast: 40,
    /** … and go so straight at most as is asked of it: recipe 10 has 13 for the weakest. */
    ratioMost: 13,
  },
  drift: {
    /** Not confirmed, but perhaps a slow body: the way over this window, over so long at least, in so many frames. */
    windowS: 3,
    ageS: 0.5,
    hitsMin: 5,
    displacementPx: 0.7,
    ratio: 3,
    /** No track is held to be one for longer after its birth. */
    mostS: 10,
  },
  wander: {
    /** A bright body that is somewhere else than it was, however it went: over this window, in so many frames. */
    windowS: 8,
    hitsMin: 10,
    /** Its lower quartile of strength. */
    sigmas: 12,
    /** From the middle of its first quarter to that of its last, pixels and bodies; and at most this share of it in one leap. */
    displacementPx: 8,
    displacementBodies: 1.5,
    leapShare: 0.8,
  },
  restless: {
    /** A large body stirs within itself: seen over this window, for so long at least, in so many frames. */
    windowS: 2,
    ageS: 1,
    hitsMin: 6,
    /** Its lower quartile of strength, and its size: below it a body has no inside. */
    sigmas: 12,
    bodyPx: 10,
    /** Mean change between frames inside its box, in what noise alone gives; and in what share of the frames. */
    stir: 4,
    stirShare: 0.6,
  },
  ghost: {
    /** Less than this share of the contrast in the frame itself: something has gone, nothing has come. */
    presence: 0.35,
    /** A track is a ghost when so many of its last sightings in this window say so. */
    windowS: 1,
    share: 0.8,
    hitsMin: 3,
    /** Time constant with which the background forgets what has gone, seconds. */
    healS: 0.5,
  },
} as const
