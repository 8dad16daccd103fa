"""The data template again, as `starved-data`, with one shard that has too little memory.

starved.py TEMPLATE
"""
import re
import sys

text = open(sys.argv[1]).read()
text = text.replace('name: "rimrep-data"\n  labels', 'name: "starved-data"\n  labels', 1)
memory = "{{=inputs.parameters.shard == '1' ? '48Mi' : '1024Mi'}}"
patch = ('{"containers":[{"name":"main","resources":{"requests":{"memory":"32Mi"},"limits":{"memory":"%s"}}}]}' % memory)
text, count = re.subn(r'(\n  - name: "convert"\n)(    serviceAccountName)',
                      lambda m: m.group(1) + '    podSpecPatch: "%s"\n' % patch.replace('"', '\\"') + m.group(2), text)
assert count == 1, "the convert template looks otherwise"
print(text)
