"""Starts the real TensorBoard on a folder and prints what its page would show.

usage: serve_events.py FOLDER

A line for each run and tag that the server on a free port answers.
"""

import json
import sys
import time
import urllib.request

from tensorboard import default, program


def ask(url, path):
  with urllib.request.urlopen(url + path, timeout=60) as answer:
    return json.load(answer)


def main(folder):
  server = program.TensorBoard(plugins=default.get_plugins())
  server.configure(argv=[
      "tensorboard", "--logdir", folder, "--host", "127.0.0.1", "--port", "0",
      "--load_fast", "false"
  ])
  url = server.launch().rstrip("/")
  # The server answers at once and reads the files beside that.
  for _ in range(600):
    tags = ask(url, "/data/plugin/scalars/tags")
    if tags:
      break
    time.sleep(0.1)
  for run in sorted(tags):
    for tag in sorted(tags[run]):
      print(run, tag)


if __name__ == "__main__":
  main(sys.argv[1])
