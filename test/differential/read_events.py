"""Prints the scalars that the real TensorBoard finds in a folder.

usage: read_events.py FOLDER

A line for each value: tag, step, wall time, value.
"""

import sys

from tensorboard.backend.event_processing import event_accumulator


def main(folder):
  events = event_accumulator.EventAccumulator(folder)
  events.Reload()
  print("version", events.file_version)
  for tag in sorted(events.Tags()["scalars"]):
    for event in events.Scalars(tag):
      print(tag, event.step, event.wall_time, event.value)


if __name__ == "__main__":
  main(sys.argv[1])
