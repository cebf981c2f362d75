import clang.cindex as ci,random,json,os,sys
from clang.cindex import Index,CursorKind,TokenKind
root,args,limit,outp,globs=sys.argv[1],sys.argv[2].split(),int(sys.argv[3]),sys.argv[4],sys.argv[5:]
random.seed(7)
import glob
files=sorted(f for g in globs for f in glob.glob(os.path.join(root,g)))
random.shuffle(files)
idx=Index.create()
def rel(loc):
    if not loc.file: return None
    p=os.path.realpath(loc.file.name)
    if not p.startswith(os.path.realpath(root)+'/'): return None
    return os.path.relpath(p,os.path.realpath(root)),loc.line
defs={} # usr -> set of path:line for definitions
uses=[]
def walk(c,f,top=True):
    for ch in c.get_children():
        loc=ch.location
        if top and loc.file is not None and not rel(loc): continue
        if top and loc.file is not None and loc.file.name!=f and not ch.is_definition(): continue
        if top and loc.file is not None and loc.file.name!=f:
            r=rel(loc)
            if r and ch.get_usr(): defs.setdefault(ch.get_usr(),set()).add("%s:%d"%r)
            continue
        if ch.kind.is_declaration() and ch.is_definition():
            r=rel(loc)
            if r: defs.setdefault(ch.get_usr(),set()).add("%s:%d"%r)
        if ch.kind in (CursorKind.DECL_REF_EXPR,CursorKind.MEMBER_REF_EXPR,CursorKind.TYPE_REF,CursorKind.MEMBER_REF,CursorKind.CALL_EXPR,CursorKind.TEMPLATE_REF,CursorKind.OVERLOADED_DECL_REF,CursorKind.NAMESPACE_REF,CursorKind.MACRO_INSTANTIATION):
            if ch.kind!=CursorKind.CALL_EXPR and ch.kind!=CursorKind.NAMESPACE_REF:
                ref=ch.referenced
                if ref is not None and loc.file and loc.file.name==f:
                    uses.append((f,loc.line,loc.column-1,ref.spelling,ref))
        walk(ch,f,False)
tus=[]
for f in files[:int(os.environ.get('N','40'))]:
    tu=idx.parse(f,args=args,options=ci.TranslationUnit.PARSE_DETAILED_PROCESSING_RECORD)
    tus.append(tu)
    errs=[d for d in tu.diagnostics if d.severity>=3]
    if errs: print(f,len(errs),errs[0],file=sys.stderr)
    walk(tu.cursor,f)
random.shuffle(uses)
out=[];seen={}
texts={}
for f,l,c,n,ref in uses:
    if len(out)>=limit: break
    n=n.split('<')[0]
    lines=texts.setdefault(f,open(f,'rb').read().split(b'\n'))
    if not n or lines[l-1][c:c+len(n)].decode('utf8','replace')!=n: continue
    if seen.get(n,0)>=2: continue
    ans=set()
    r=rel(ref.location)
    if not r: continue
    ans.add("%s:%d"%r)
    d=ref.get_definition()
    if d is not None and rel(d.location): ans.add("%s:%d"%rel(d.location))
    ans|=defs.get(ref.get_usr(),set()) if ref.get_usr() else set()
    rf=os.path.relpath(f,root)
    if f"{rf}:{l}" in ans and random.random()>0.1: continue
    out.append(dict(path=rf,line=l,column=c,name=n,answers=sorted(ans)));seen[n]=seen.get(n,0)+1
json.dump(out,open(outp,'w'),indent=0); print(len(out))
