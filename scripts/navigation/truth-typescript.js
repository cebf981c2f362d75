const ts=require(process.argv[5]||'/usr/share/nodejs/typescript'),fs=require('fs'),path=require('path');
const root=fs.realpathSync(process.argv[2]),limit=+process.argv[3],out=process.argv[4];
let files=[];(function w(d){for(const e of fs.readdirSync(d,{withFileTypes:true})){const p=path.join(d,e.name);if(e.isDirectory()){if(e.name!='node_modules')w(p)}else if(/\.tsx?$/.test(e.name)&&!/\.test\.tsx?$/.test(e.name))files.push(p)}})(path.join(root,'src'));files.sort();
const opts={target:ts.ScriptTarget.ES2020,module:ts.ModuleKind.ESNext,moduleResolution:ts.ModuleResolutionKind.NodeJs,strict:true,noEmit:true,jsx:ts.JsxEmit.ReactJSX,skipLibCheck:true,types:[]};
const host={getScriptFileNames:()=>files,getScriptVersion:()=>'1',getScriptSnapshot:f=>fs.existsSync(f)?ts.ScriptSnapshot.fromString(fs.readFileSync(f,'utf8')):undefined,getCurrentDirectory:()=>root,getCompilationSettings:()=>opts,getDefaultLibFileName:o=>ts.getDefaultLibFilePath(o),fileExists:ts.sys.fileExists,readFile:ts.sys.readFile,readDirectory:ts.sys.readDirectory,directoryExists:ts.sys.directoryExists};
const svc=ts.createLanguageService(host);const prog=svc.getProgram();
let seed=7;const rnd=()=>(seed=(seed*1103515245+12345)%2147483648)/2147483648;
let ids=[];for(const f of files){const sf=prog.getSourceFile(f);(function v(n){if(ts.isIdentifier(n))ids.push([f,n.getStart(sf),n.text]);ts.forEachChild(n,v)})(sf)}
for(let i=ids.length-1;i>0;i--){const j=Math.floor(rnd()*(i+1));[ids[i],ids[j]]=[ids[j],ids[i]]}
function moduleOf(sf,pos){let node=null;(function v(n){if(n.getStart(sf)<=pos&&pos<n.getEnd()){if(ts.isNamespaceImport(n)&&n.name.getStart(sf)==pos)node=n;ts.forEachChild(n,v)}})(sf);
 if(!node)return null;const found=ts.resolveModuleName(node.parent.parent.moduleSpecifier.text,sf.fileName,opts,ts.sys).resolvedModule;
 return found&&found.resolvedFileName.startsWith(root+'/')?found.resolvedFileName:null}
const seen={},res=[];
for(const [f,pos,name] of ids){if(res.length>=limit)break;if((seen[name]||0)>=2)continue;const ds=svc.getDefinitionAtPosition(f,pos);if(!ds||!ds.length)continue;
 const ans=new Set();let ok=true;for(const d of ds){if(!d.fileName.startsWith(root+'/')||d.fileName.includes('node_modules')){ok=false;break}const sf=prog.getSourceFile(d.fileName);ans.add(path.relative(root,d.fileName)+':'+(sf.getLineAndCharacterOfPosition(d.textSpan.start).line+1));
  // For `import * as a` the service names the import; the module it brings is as right.
  const target=moduleOf(sf,d.textSpan.start);if(target)ans.add(path.relative(root,target)+':1')}
 if(!ok)continue;const sf=prog.getSourceFile(f);const lc=sf.getLineAndCharacterOfPosition(pos);const ls=sf.getLineStarts()[lc.line];const here=path.relative(root,f)+':'+(lc.line+1);
 if(ans.has(here)&&rnd()>0.1)continue;
 res.push({path:path.relative(root,f),line:lc.line+1,column:Buffer.byteLength(sf.text.slice(ls,pos)),name,answers:[...ans]});seen[name]=(seen[name]||0)+1}
fs.writeFileSync(out,JSON.stringify(res));console.log(res.length);
