import jedi,random,json,sys,os,tokenize,keyword
folder,root=sys.argv[1],sys.argv[2]
random.seed(7)
files=[]
for d,_,fs in os.walk(root):
    if '/.git' in d or '/tests' in d or '/docs' in d or '/examples' in d: continue
    for f in fs:
        if f.endswith('.py'): files.append(os.path.join(d,f))
files.sort()
proj=jedi.Project(root,added_sys_path=[root+'/src'],smart_sys_path=False)
cand=[]
for f in files:
    try: toks=list(tokenize.generate_tokens(open(f).readline))
    except Exception: continue
    for t in toks:
        if t.type==tokenize.NAME and not keyword.iskeyword(t.string) and t.string not in('self','cls'): cand.append((f,t.start[0],t.start[1],t.string))
random.shuffle(cand)
out=[];seen={}
for f,l,c,n in cand:
    if len(out)>=int(sys.argv[3]): break
    if seen.get(n,0)>=2: continue
    line=open(f).read().split('\n')[l-1]
    col=len(line[:c].encode())
    try:
        s=jedi.Script(path=f,project=proj)
        ds=s.goto(l,c,follow_imports=True)
    except Exception as e: continue
    ans=set()
    ok=bool(ds)
    for d in ds:
        if not d.module_path or not str(d.module_path).startswith(root) or d.line is None: ok=False;break
        ans.add(f"{os.path.relpath(d.module_path,root)}:{d.line}")
    if not ok or not ans: continue
    # a declaration itself is too easy: keep one in ten
    here=f"{os.path.relpath(f,root)}:{l}"
    if ans=={here} and random.random()>0.1: continue
    # locals: any binding of the same variable in the function counts
    out.append(dict(path=os.path.relpath(f,root),line=l,column=col,name=n,answers=sorted(ans)))
    seen[n]=seen.get(n,0)+1
json.dump(out,open(sys.argv[4],'w'),indent=0)
print(len(out))
