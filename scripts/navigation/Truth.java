import com.sun.source.tree.*; import com.sun.source.util.*; import javax.tools.*; import javax.lang.model.element.*; import java.util.*; import java.nio.file.*; import java.io.*;
public class Truth {
  record Q(String path,long line,long col,String name,String answer){}
  public static void main(String[] a) throws Exception {
    Path root=Paths.get(a[0]).toRealPath(); List<Path> files=new ArrayList<>();
    try(var s=Files.walk(root.resolve(a[1]))){s.filter(p->p.toString().endsWith(".java")&&!p.toString().endsWith("module-info.java")).sorted().forEach(files::add);}
    JavaCompiler c=ToolProvider.getSystemJavaCompiler(); var fm=c.getStandardFileManager(null,null,null);
    var task=(JavacTask)c.getTask(new PrintWriter(System.err),fm,d->{},List.of("-proc:none"),null,fm.getJavaFileObjectsFromPaths(files));
    var units=new ArrayList<CompilationUnitTree>(); for(var u:task.parse()) units.add(u); task.analyze();
    var trees=Trees.instance(task); List<Q> all=new ArrayList<>();
    for(var u:units){ var sp=trees.getSourcePositions(); var text=u.getSourceFile().getCharContent(true).toString();
      String path=root.relativize(Paths.get(u.getSourceFile().toUri())).toString();
      new TreePathScanner<Void,Void>(){
        void add(String name,long pos){ Element e=trees.getElement(getCurrentPath()); if(e==null||pos<0) return; var p=trees.getPath(e); if(p==null) return; if(e.getKind()==ElementKind.PACKAGE) return;
          if(!text.startsWith(name,(int)pos)) return;
          var tu=p.getCompilationUnit(); var leaf=p.getLeaf(); long start=sp.getStartPosition(tu,leaf); if(start<0) return; 
          String t; try{t=tu.getSourceFile().getCharContent(true).toString();}catch(IOException x){return;}
          String dn=e.getSimpleName().toString(); if(dn.equals("<init>")) dn=e.getEnclosingElement().getSimpleName().toString();
          // the name behind modifiers and types
          int from=(int)start; if(leaf instanceof MethodTree m){ long s=m.getReturnType()!=null?sp.getEndPosition(tu,m.getReturnType()):sp.getEndPosition(tu,m.getModifiers()); if(s>0) from=(int)s; }
          else if(leaf instanceof ClassTree k){ long s=sp.getEndPosition(tu,k.getModifiers()); if(s>0) from=(int)s; }
          else if(leaf instanceof VariableTree v){ if(v.getType()!=null){long s=sp.getEndPosition(tu,v.getType()); if(s>0) from=(int)s;} }
          int at=from; while(true){ at=t.indexOf(dn,at); if(at<0) return; boolean ok=(at==0||!Character.isJavaIdentifierPart(t.charAt(at-1)))&&(at+dn.length()>=t.length()||!Character.isJavaIdentifierPart(t.charAt(at+dn.length()))); if(ok) break; at++; }
          String dp=root.relativize(Paths.get(tu.getSourceFile().toUri())).toString();
          var lm=u.getLineMap(); long line=lm.getLineNumber(pos); int ls=(int)lm.getStartPosition(line); int col=text.substring(ls,(int)pos).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
          all.add(new Q(path,line,col,name,dp+":"+tu.getLineMap().getLineNumber(at))); }
        public Void visitIdentifier(IdentifierTree n,Void v){ add(n.getName().toString(),sp.getStartPosition(u,n)); return super.visitIdentifier(n,v);}
        public Void visitMemberSelect(MemberSelectTree n,Void v){ String s=n.getIdentifier().toString(); add(s,sp.getEndPosition(u,n)-s.length()); return super.visitMemberSelect(n,v);}
      }.scan(u,null); }
    Collections.shuffle(all,new Random(7)); Map<String,Integer> seen=new HashMap<>(); int n=0; StringBuilder b=new StringBuilder("[");
    for(Q q:all){ if(n>=Integer.parseInt(a[2])) break; if(q.name.equals("this")||q.name.equals("super")) continue; if(seen.merge(q.name,1,Integer::sum)>2) continue; if(n++>0) b.append(",\n"); b.append(String.format("{\"path\":\"%s\",\"line\":%d,\"column\":%d,\"name\":\"%s\",\"answers\":[\"%s\"]}",q.path,q.line,q.col,q.name,q.answer)); }
    System.out.println(b.append("]"));
  }
}
