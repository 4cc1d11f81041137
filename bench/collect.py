#!/usr/bin/env python3
"""A million samples' metadata: mote against Python with pandas.

    python3 bench/collect.py [--samples 1000000]     (python3-pandas)

Both hold the same rows: mote in its store (SQLite), pandas as it reads them
from a CSV file, as a manifest comes, and from its own pickle. Each figure is
of a whole process, from its start to its end, the least of three; memory is
the most that the process had.
"""
import argparse
import csv
import hashlib
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time

MOTE = os.path.abspath(os.path.join(os.path.dirname(__file__), '..',
                                    'build/release/mote'))
COLUMNS = ('label', 'name', 'object', 'group', 'source', 'rate_hz', 'frames',
           'axes', 'device', 'distance_m')


def rows(count):
    """Half of them with metadata, of 20,000 groups and 35 labels."""
    chance = random.Random(1)
    for i in range(count):
        label = f'word{chance.randrange(35):02}'
        group = hashlib.sha1(str(chance.randrange(20000)).encode()).hexdigest()[:8]
        device = chance.choice(('nano33', 'phone', 'esp32')) if i % 2 else ''
        distance = f'{chance.random() * 5:.1f}' if i % 2 else ''
        yield (label, f'{label}/{group}_nohash_{i}.wav',
               hashlib.sha256(str(i).encode()).hexdigest(), group, 'recorded',
               16000, chance.randrange(8000, 24000), 1, device, distance)


def make_project(folder, count):
    """A project, its rows put straight into the table, as one change."""
    import sqlite3
    os.makedirs(folder)
    with open(f'{folder}/mote.toml', 'w') as file:
        file.write('[requirements]\nlabels = ["word01", "word02"]\n')
    subprocess.run([MOTE, 'collect', 'list', '--project', folder], check=True,
                   stdout=subprocess.DEVNULL)
    database = sqlite3.connect(f'{folder}/.mote/store.db')
    database.execute('PRAGMA cache_size=-262144')
    database.execute("INSERT INTO change(id, made_at, who, what, why, samples) "
                     "VALUES(1, '2026-11-23T00:00:00Z', 'bench', 'add', '', ?)",
                     (count,))
    database.execute('INSERT INTO open_change VALUES(1)')
    database.executemany(
        'INSERT INTO sample(label, name, object, group_name, split, source, '
        "rate_hz, frames, axes, metadata, added_in) VALUES(?,?,?,?,'',?,?,?,?,"
        '?,1)',
        ((*row[:8], json.dumps({'device': row[8], 'distance_m': row[9]},
                               separators=(',', ':')) if row[8] else '')
         for row in sorted(rows(count))))
    database.execute('DELETE FROM open_change')
    database.commit()
    database.close()


def prepare(folder, count):
    make_project(f'{folder}/project', count)
    with open(f'{folder}/rows.csv', 'w', newline='') as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows(count)))


READ_CSV = "import pandas, sys; t = pandas.read_csv('rows.csv'); "
READ_PICKLE = "import pandas, sys; t = pandas.read_pickle('rows.pickle'); "
PANDAS = {
    'list as JSON': "t.to_json('list.json', orient='records')",
    'filter': "c = t[(t.label == 'word03') & t.group.str.match('a') & "
              "(t.frames / t.rate_hz < 0.8)]; print(len(c))",
    'split': "import zlib; h = t.group.map(lambda g: zlib.crc32(g.encode()) % "
             "100); s = h.map(lambda x: 'test' if x < 10 else 'validation' if "
             "x < 20 else 'train'); print(t.groupby([t.label, s]).group.agg("
             "['size', 'nunique']))",
    'snapshot': "import hashlib; s = t.sort_values(['label', 'name']).to_csv("
                "index=False); open('snapshot.csv', 'w').write(s); "
                "print(hashlib.sha256(s.encode()).hexdigest())",
}
QUERY = 'label=word03 and group~^a and duration<0.8'
MOTE_WORDS = {
    'list': ['list'],
    'list as JSON': ['list', '--json'],
    'filter': ['list', QUERY],
    'filter by metadata': ['list', 'meta.distance_m<1 and meta.device=esp32'],
    'filter by side': ['list', 'split=test', '--json'],
    'split': ['split'],
    'snapshot': ['snapshot'],
    'diff with now': ['diff', 'v1'],
    'relabel 28,000': ['relabel', 'label=word04', 'other'],
    'undo of that': ['undo'],
}


def measured(command, folder, runs):
    """Least seconds, most MB."""
    least, most = float('inf'), 0
    for _ in range(runs):
        start = time.perf_counter()
        with open(f'{folder}/output', 'wb') as output:
            process = subprocess.Popen(command, cwd=folder, stdout=output)
            _, status, used = os.wait4(process.pid, 0)
        if status != 0:
            sys.exit(f'{command} failed')
        least = min(least, time.perf_counter() - start)
        most = max(most, used.ru_maxrss / 1024)
    return least, most


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--samples', type=int, default=1000000)
    parser.add_argument('--python', default=sys.executable,
                        help='one that has pandas')
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = f'{folder}/project'
        # In a process of its own: the memory of a process counts what the one
        # that starts it has.
        preparing = multiprocessing.Process(target=prepare,
                                            args=(folder, options.samples))
        preparing.start()
        preparing.join()
        subprocess.run([options.python, '-c', READ_CSV +
                        "t.to_pickle('rows.pickle')"], cwd=folder, check=True)
        print(f'{"":<20} {"mote":>8} {"MB":>6} {"pandas, CSV":>12} {"MB":>6} '
              f'{"pickle":>8} {"MB":>6}')
        for what, words in MOTE_WORDS.items():
            once = what.startswith(('relabel', 'undo'))
            figures = measured([MOTE, 'collect', *words,
                                '--project', project], folder, 1 if once else 3)
            line = f'{what:<20} {figures[0]:>7.2f}s {figures[1]:>6.0f}'
            if what in PANDAS:
                for read in (READ_CSV, READ_PICKLE):
                    seconds, memory = measured(
                        [options.python, '-c', read + PANDAS[what]], folder, 3)
                    line += f' {seconds:>{11 if read == READ_CSV else 7}.2f}s'
                    line += f' {memory:>6.0f}'
            print(line, flush=True)


main()
