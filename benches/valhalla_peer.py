"""Valhalla's side of the bench `streets`: builds tiles of a map, then answers isochrones line by line.

Usage: valhalla_peer.py BUILDER MAP FOLDER     (BUILDER: the program valhalla_build_tiles)

First it prints one line of JSON: its version, and how long the tiles took. Then for each line of JSON on standard input,
{"starts": [[lat, lon], ..], "shapes": bool}, it prints one: {"microseconds": [..], "rings": [..]}. A time is that of one
call of the Actor, text in, text out. Whatever Valhalla itself prints goes to standard error.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

# The same flat pace as ours, and time alone decides: nothing is avoided because it is an alley, a drive or a gate, and no
# trail is too hard. Ferries are out, as in ours.
PEDESTRIAN = {
    "walking_speed": 4.5,
    "step_penalty": 0,
    "alley_factor": 1,
    "driveway_factor": 1,
    "walkway_factor": 1,
    "sidewalk_factor": 1,
    "service_penalty": 0,
    "service_factor": 1,
    "destination_only_penalty": 0,
    "private_access_penalty": 0,
    "gate_penalty": 0,
    "gate_cost": 0,
    "elevator_penalty": 0,
    "use_tracks": 0.5,
    "use_living_streets": 0.5,
    "use_ferry": 0,
    "max_hiking_difficulty": 6,
}


def config_of(folder):
    """The configuration of this version, without files that are not there."""
    from valhalla import get_config

    tiles = folder / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    config = get_config(tile_extract="", tile_dir=tiles)
    for key in ("tile_extract", "traffic_extract"):
        config["mjolnir"][key] = ""
    config["mjolnir"]["concurrency"] = 1
    return config


def build(builder, map_file, folder):
    """Builds the tiles anew; how long it took, seconds."""
    shutil.rmtree(folder, ignore_errors=True)
    config = config_of(folder)
    path = folder / "config.json"
    path.write_text(json.dumps(config))
    begun = time.perf_counter()
    subprocess.run([builder, "-c", path, map_file], check=True, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    return config, time.perf_counter() - begun


def request(start, shapes):
    """A question as text. Who stands in the open does not start in a tunnel far below. Shapes are asked for as finely as Valhalla has them, times with its own settings."""
    question = {
        "locations": [{"lat": start[0], "lon": start[1], "search_filter": {"exclude_tunnel": True}}],
        "costing": "pedestrian",
        "costing_options": {"pedestrian": PEDESTRIAN},
        "contours": [{"time": 15}],
        "polygons": True,
    }
    if shapes:
        question |= {"generalize": 0, "denoise": 0}
    return json.dumps(question)


def rings_of(answer):
    """All rings of an answer."""
    rings = []
    for feature in json.loads(answer)["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            polygons = [polygons]
        for polygon in polygons:
            rings.extend(polygon)
    return rings


def main():
    # Valhalla logs to standard output, whatever it is told: answers get one of their own.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    builder, map_file, folder = (Path(word) for word in sys.argv[1:4])
    config, seconds = build(builder, map_file, folder)
    from valhalla import Actor

    actor = Actor(config)
    print(json.dumps({"version": version("pyvalhalla"), "build_seconds": seconds}), file=answers, flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        microseconds, rings = [], []
        for text in [request(start, question["shapes"]) for start in question["starts"]]:
            begun = time.perf_counter()
            answer = actor.isochrone(text)
            microseconds.append((time.perf_counter() - begun) * 1e6)
            if question["shapes"]:
                rings.append(rings_of(answer))
        print(json.dumps({"microseconds": microseconds, "rings": rings}), file=answers, flush=True)


main()
