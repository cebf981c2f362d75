import clang.cindex as ci,json,re,glob,os,sys
root,args,fn=sys.argv[1],sys.argv[2].split(),sys.argv[3]
qs=json.load(open(fn)); idx=ci.Index.create(); cache={}
def defs(f):
    if f not in cache:
        tu=idx.parse(f,args=args); cache[f]={}
        for c in tu.cursor.get_children():
            if c.location.file and c.location.file.name==f and c.is_definition(): cache[f].setdefault(c.spelling,[]).append(c.location.line)
    return cache[f]
for q in qs:
    if not all(a.rsplit(':',1)[0].endswith('.h') for a in q['answers']): continue
    n=q['name']; pat=re.compile(r'^[A-Za-z][^;]*\b'+re.escape(n)+r'\b\s*(\(|;|=)',re.M)
    for f in sorted(glob.glob(root+'/src/*.c')):
        if pat.search(open(f,errors='replace').read()):
            for l in defs(f).get(n,[]):
                a=f"{os.path.relpath(f,root)}:{l}"
                if a not in q['answers']: q['answers'].append(a)
json.dump(qs,open(fn,'w'),indent=0); print(len(cache))
