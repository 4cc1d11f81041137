"""Uploads recordings with Edge Impulse's own Python package.

usage: upload_with_edgeimpulse.py PORT KEY WAV...
Prints for each call how many uploads succeeded and failed.
"""
import io
import json
import sys

import edgeimpulse as ei
from edgeimpulse import data
from edgeimpulse.data import Sample

port, ei.API_KEY, *files = sys.argv[1:]
ei.INGESTION_ENDPOINT = f"http://127.0.0.1:{port}"

SENSORS = [{"name": "accX", "units": "m/s2"}, {"name": "accY", "units": "m/s2"}]


def report(name, response):
    print(name, len(response.successes), len(response.fails))


def sound_files(allow_duplicates):
    return data.upload_samples(
        [Sample(filename=f"turn it on.{i}.wav", data=open(file, "rb"),
                category="training", label="turn it on",
                metadata={"speaker": "anna"})
         for i, file in enumerate(files)],
        allow_duplicates=allow_duplicates)


report("wav", sound_files(False))
report("again", sound_files(False))
report("again_allowed", sound_files(True))
report("numpy", data.upload_numpy(
    sample_rate_ms=10, data=[[[1, 2], [3, 4]], [[5, 6], [7, 8]]],
    labels=["up", "down"], sensors=SENSORS, category="testing"))
csv = "timestamp,accX,accY\n0,1.5,2\n20,3.5,4\n40,5,6\n"
report("csv", data.upload_samples(
    Sample(filename="wave.01.csv", data=io.BytesIO(csv.encode()),
           category="split", label="wave")))
report("nonsense", data.upload_samples(
    Sample(filename="x.wav", data=io.BytesIO(b"nonsense"), label="x")))
ei.API_KEY = "ei_wrong"
report("wrong_key", data.upload_samples(
    Sample(filename="y.json", data=io.BytesIO(json.dumps({}).encode()))))
