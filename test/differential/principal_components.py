"""principal_components.py ROWS DIMENSIONS COUNT: those of float32 rows, by
NumPy's singular values: a line each of the variance and the direction, whose
largest entry is positive."""
import sys

import numpy

rows = numpy.fromfile(sys.argv[1], numpy.float32).reshape(-1, int(sys.argv[2]))
rows = rows.astype(numpy.float64)
rows -= rows.mean(0)
_, values, directions = numpy.linalg.svd(rows, full_matrices=False)
for value, direction in list(zip(values, directions))[:int(sys.argv[3])]:
    direction = direction * numpy.sign(direction[numpy.argmax(abs(direction))])
    print(value ** 2 / (len(rows) - 1), *direction)
