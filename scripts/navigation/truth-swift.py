import ctypes as C,os,sys,json,random
store,srcroot,checkout,limit,out=sys.argv[1],os.path.realpath(sys.argv[2]),sys.argv[3],int(sys.argv[4]),sys.argv[5]
L=C.CDLL(os.environ.get('LIBINDEXSTORE','libIndexStore.so'))
class S(C.Structure): _fields_=[('d',C.c_void_p),('n',C.c_size_t)]
def st(s): return C.string_at(s.d,s.n).decode('utf8','replace') if s.n else ''
for f,r,a in [('indexstore_store_create',C.c_void_p,[C.c_char_p,C.c_void_p]),('indexstore_unit_reader_create',C.c_void_p,[C.c_void_p,C.c_char_p,C.c_void_p]),('indexstore_record_reader_create',C.c_void_p,[C.c_void_p,C.c_char_p,C.c_void_p]),('indexstore_unit_dependency_get_kind',C.c_int,[C.c_void_p]),('indexstore_unit_dependency_get_name',S,[C.c_void_p]),('indexstore_unit_dependency_get_filepath',S,[C.c_void_p]),('indexstore_occurrence_get_symbol',C.c_void_p,[C.c_void_p]),('indexstore_occurrence_get_roles',C.c_uint64,[C.c_void_p]),('indexstore_symbol_get_usr',S,[C.c_void_p]),('indexstore_symbol_get_name',S,[C.c_void_p]),('indexstore_symbol_get_kind',C.c_int,[C.c_void_p])]:
    g=getattr(L,f); g.restype=r; g.argtypes=a
L.indexstore_occurrence_get_line_col.argtypes=[C.c_void_p,C.POINTER(C.c_uint),C.POINTER(C.c_uint)]
NAME=C.CFUNCTYPE(C.c_bool,C.c_void_p,C.c_void_p,C.c_size_t); PTR=C.CFUNCTYPE(C.c_bool,C.c_void_p,C.c_void_p)
s=L.indexstore_store_create(store.encode(),None)
units=[]
@NAME
def u(ctx,d,n): units.append(C.string_at(d,n)); return True
L.indexstore_store_units_apply_f.argtypes=[C.c_void_p,C.c_uint,C.c_void_p,NAME]; L.indexstore_store_units_apply_f(s,0,None,u)
recs={}
@PTR
def dep(ctx,d):
    if L.indexstore_unit_dependency_get_kind(d)==2:
        p=st(L.indexstore_unit_dependency_get_filepath(d))
        recs[st(L.indexstore_unit_dependency_get_name(d))]=p
    return True
L.indexstore_unit_reader_dependencies_apply_f.argtypes=[C.c_void_p,C.c_void_p,PTR]
for n in units:
    r=L.indexstore_unit_reader_create(s,n,None)
    if r: L.indexstore_unit_reader_dependencies_apply_f(r,None,dep)
print(len(units),len(recs))
defs={};uses=[];cur=[None]
texts={}
def lines(p):
    if p not in texts:
        try: texts[p]=open(os.path.join(checkout,p),'rb').read().split(b'\n')
        except OSError: texts[p]=None
    return texts[p]
@PTR
def occ(ctx,o):
    roles=L.indexstore_occurrence_get_roles(o)
    if roles&(1<<8): return True
    sy=L.indexstore_occurrence_get_symbol(o)
    l,c=C.c_uint(),C.c_uint(); L.indexstore_occurrence_get_line_col(o,C.byref(l),C.byref(c))
    usr=st(L.indexstore_symbol_get_usr(sy)); name=st(L.indexstore_symbol_get_name(sy)).split('(')[0]
    t=lines(cur[0])
    if not t or l.value>len(t): return True
    got=t[l.value-1][c.value-1:c.value-1+len(name.encode())].decode('utf8','replace')
    if got!=name: return True
    if roles&2: defs.setdefault(usr,set()).add(f"{cur[0]}:{l.value}")
    elif roles&4: uses.append((cur[0],l.value,c.value-1,name,usr))
    return True
L.indexstore_record_reader_occurrences_apply_f.argtypes=[C.c_void_p,C.c_void_p,PTR]
for rec,p in sorted(recs.items()):
    p=os.path.realpath(p); 
    for root in (srcroot,):
        if p.startswith(root+'/'):
            cur[0]=os.path.relpath(p,root)
            if not cur[0].endswith('.swift'): continue
            r=L.indexstore_record_reader_create(s,rec.encode(),None)
            if r: L.indexstore_record_reader_occurrences_apply_f(r,None,occ)
print(len(defs),len(uses))
random.seed(7);uses=sorted(set(uses));random.shuffle(uses);seen={};res=[]
for p,l,c,n,usr in uses:
    if len(res)>=limit: break
    if usr not in defs or seen.get(n,0)>=2 or not n.isidentifier(): continue
    a=sorted(defs[usr])
    if f"{p}:{l}" in a and random.random()>.1: continue
    seen[n]=seen.get(n,0)+1;res.append(dict(path=p,line=l,column=c,name=n,answers=a))
json.dump(res,open(out,'w'),indent=0);print(len(res))
