"""A peer for the bench: MOG2, connected components, nearest-neighbour tracks confirmed by M of N sightings.

mog2.py WIDTH HEIGHT VAR_THRESHOLD M N; 8-bit frames on standard input, one JSON line per confirmed track and frame on standard output.
"""
import json
import sys

import cv2
import numpy as np

width, height, threshold, need, of = (int(value) for value in sys.argv[1:6])
frames = np.frombuffer(sys.stdin.buffer.read(), np.uint8).reshape(-1, height, width)
model = cv2.createBackgroundSubtractorMOG2(history=500, varThreshold=threshold, detectShadows=False)
kernel = np.ones((3, 3), np.uint8)
tracks = []
following = 0
for index, frame in enumerate(frames):
    mask = model.apply(cv2.GaussianBlur(frame, (5, 5), 0))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
    _, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    blobs = [
        (centre, stat[:4].tolist())
        for centre, stat in zip(centres[1:], stats[1:])
        if 6 <= stat[4] <= 0.4 * width * height
    ]
    pairs = sorted(
        (float(np.hypot(*(track["at"] - centre))), t, b)
        for t, track in enumerate(tracks)
        for b, (centre, _) in enumerate(blobs)
    )
    taken_tracks, taken_blobs = set(), set()
    for distance, t, b in pairs:
        if distance > 12 or t in taken_tracks or b in taken_blobs:
            continue
        taken_tracks.add(t)
        taken_blobs.add(b)
        tracks[t].update(at=blobs[b][0], box=blobs[b][1], last=index)
    for b, (centre, box) in enumerate(blobs):
        if b not in taken_blobs:
            following += 1
            tracks.append({"id": str(following), "at": centre, "box": box, "last": index, "seen": [], "confirmed": False})
    for track in tracks:
        track["seen"] = [*track["seen"], track["last"] == index][-of:]
        track["confirmed"] |= sum(track["seen"]) >= need
        if track["confirmed"] and track["last"] == index:
            print(json.dumps({"frame": index, "track": track["id"], "box": track["box"], "confirmed": True}))
    tracks = [track for track in tracks if index - track["last"] <= of]
