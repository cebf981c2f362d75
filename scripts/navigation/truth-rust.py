import sys,os,re,html,json,random
doc,root,limit,out=sys.argv[1],sys.argv[2],int(sys.argv[3]),sys.argv[4]
crate,srcroot=sys.argv[5],sys.argv[6] # crate name, src folder in the repository
random.seed(7)
base=os.path.join(doc,'src',crate); qs=[]
for d,_,fs in os.walk(base):
    for f in fs:
        if not f.endswith('.rs.html'): continue
        p=os.path.join(d,f); path=os.path.join(srcroot,os.path.relpath(p,base)[:-5])
        t=open(p).read()
        m=re.search(r'<pre class="rust"><code>(.*)</code></pre>',t,re.S)
        if not m: continue
        body=m.group(1)
        line,col=1,0
        href=None;stack=[]
        srcl=open(os.path.join(root,path)).read().split('\n')
        started=False
        for tok in re.findall(r'<[^>]*>|[^<]+',body):
            if tok.startswith('<a'):
                if 'data-nosnippet' in tok: stack.append('num'); continue
                h=re.search(r'href="([^"]*)"',tok); stack.append(h.group(1) if h else None)
            elif tok.startswith('</a'):
                if stack: stack.pop()
            elif tok.startswith('<'): continue
            else:
                if stack and stack[-1]=='num': continue
                s=html.unescape(tok)
                if stack and stack[-1] and re.fullmatch(r'[A-Za-z_]\w*',s):
                    h=stack[-1]; 
                    if h.startswith('#'): qs.append((path,line,col,s,path+':'+re.match(r'#(\d+)',h).group(1))) if re.match(r'#(\d+)',h) else None
                    else:
                        mm=re.match(r'(.*\.rs)\.html#(\d+)',h)
                        if mm:
                            tp=os.path.relpath(os.path.normpath(os.path.join(d,mm.group(1))),base)
                            if not tp.startswith('..'): qs.append((path,line,col,s,os.path.join(srcroot,tp)+':'+mm.group(2)))
                for ch in s:
                    if ch=='\n': line+=1;col=0
                    else: col+=len(ch.encode())
qs.sort(); good=[]
for q in qs:
    l=open(os.path.join(root,q[0]),'rb').read().split(b'\n')[q[1]-1]
    if l[q[2]:q[2]+len(q[3])].decode('utf8','replace')==q[3]: good.append(q)
print(len(qs),len(good))
random.shuffle(good);seen={};res=[]
for p,l,c,n,a in good:
    if len(res)>=limit: break
    if seen.get(n,0)>=2: continue
    if a==f"{p}:{l}" and random.random()>.1: continue
    seen[n]=seen.get(n,0)+1; res.append(dict(path=p,line=l,column=c,name=n,answers=[a]))
json.dump(res,open(out,'w'),indent=0)
