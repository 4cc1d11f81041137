"""Maps of mote beside those of scikit-learn and umap-learn, in one run.

usage: embedding.py BENCH_EMBEDDING [POINTS ...] [--threads N]

The same points: scikit-learn's 1,797 digits of 64 pixels, and POINTS of 100
dimensions on a curved sheet in 30 clumps. Each program reduces them to 50
principal components and lays these out on a plane. Quality by scikit-learn:
trustworthiness, and the share of the ten nearest that stay so.
Needs: pip install scikit-learn umap-learn (left out where it is missing)
"""

import argparse
import json
import os
import subprocess
import tempfile
import time

import numpy
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.neighbors import NearestNeighbors

try:
    import umap
except ImportError:
    umap = None


def clumps(count):
    chance = numpy.random.default_rng(1)
    of = chance.integers(30, size=count)
    middles = chance.normal(size=(30, 100)) * 2
    sheet = chance.normal(size=(count, 3))
    bend = chance.normal(size=(30, 3, 100))
    points = middles[of] + numpy.einsum('nk,nkd->nd', sheet, bend[of])
    return points + 0.3 * chance.normal(size=points.shape)


def kept(points, places, sample):
    """The share of ten neighbours kept, and trustworthiness."""
    near = NearestNeighbors(n_neighbors=11).fit(points)
    flat = NearestNeighbors(n_neighbors=11).fit(places)
    before = near.kneighbors(points[sample], return_distance=False)[:, 1:]
    after = flat.kneighbors(places[sample], return_distance=False)[:, 1:]
    share = numpy.mean([len(set(a) & set(b)) / 10
                        for a, b in zip(before, after)])
    few = sample[:2000]
    return share, trustworthiness(points[few], places[few], n_neighbors=10)


def mote(program, points, threads):
    with tempfile.TemporaryDirectory() as folder:
        file, out = f'{folder}/rows', f'{folder}/places'
        points.astype(numpy.float32).tofile(file)
        text = subprocess.run(
            [program, file, str(points.shape[1]), out, str(threads)],
            check=True, capture_output=True, text=True).stdout
        places = numpy.fromfile(out, numpy.float32).reshape(-1, 2)
    facts = json.loads(text)
    seconds = facts['pca_s'] + facts['neighbours_s'] + facts['tsne_s']
    return places, seconds, facts['divergence']


def scikit(points, threads):
    start = time.perf_counter()
    reduced = PCA(50, svd_solver='full').fit_transform(points)
    model = TSNE(init='pca', n_jobs=threads, random_state=1)
    places = model.fit_transform(reduced)
    return places, time.perf_counter() - start, model.kl_divergence_


def umapped(points, threads):
    start = time.perf_counter()
    reduced = PCA(50, svd_solver='full').fit_transform(points)
    places = umap.UMAP(n_jobs=threads).fit_transform(reduced)
    return places, time.perf_counter() - start, float('nan')


def compare(name, points, program, threads):
    points = (points - points.mean(0)) / numpy.maximum(points.std(0), 1e-9)
    sample = numpy.random.default_rng(2).permutation(len(points))[:5000]
    rivals = [('mote', lambda: mote(program, points, threads)),
              ('scikit-learn t-SNE', lambda: scikit(points, threads))]
    if umap:
        umapped(points[:200], threads)  # compiles
        rivals.append(('umap-learn', lambda: umapped(points, threads)))
    base = None
    for rival, run in rivals:
        places, seconds, divergence = run()
        share, trust = kept(points, places, sample)
        base = base or seconds
        print(f'{name:<16} {rival:<20} {seconds:8.2f} s  x {seconds / base:5.1f}'
              f'  kept {share:.3f}  trustworthiness {trust:.4f}'
              f'  divergence {divergence:.3f}', flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('program')
    parser.add_argument('points', type=int, nargs='*', default=[20000])
    parser.add_argument('--threads', type=int, default=os.cpu_count())
    options = parser.parse_args()
    compare('1,797 digits', load_digits().data, options.program,
            options.threads)
    for count in options.points:
        compare(f'{count:,} in clumps', clumps(count), options.program,
                options.threads)


main()
