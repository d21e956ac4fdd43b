package dev.socketfleet.collector.source.namespace;

import dev.socketfleet.collector.source.NetworkNamespace;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One walk over all processes and over {@code /run/netns}: which namespaces there are beside the
 * collector's own.
 *
 * @param inhabited namespace to the lowest process id in it, by that id
 * @param mounted namespace to its file, for those that are mounted by name
 * @param denied how many processes could not be looked at for lack of rights
 */
record NamespaceScan(Map<Long, Integer> inhabited, Map<Long, Path> mounted, int denied) {

  static NamespaceScan of(Path proc, Path mounts, long ownInode) {
    Map<Integer, Long> byPid = new TreeMap<>();
    int denied = walkProcesses(proc, byPid);
    Map<Long, Integer> inhabited = new LinkedHashMap<>();
    byPid.forEach((pid, inode) -> inhabited.putIfAbsent(inode, pid));
    inhabited.remove(ownInode);
    Map<Long, Path> mounted = walkMounts(mounts);
    mounted.remove(ownInode);
    return new NamespaceScan(inhabited, mounted, denied);
  }

  /** All namespaces, inhabited ones first. */
  List<Long> inodes() {
    return Stream.concat(inhabited.keySet().stream(), mounted.keySet().stream())
        .distinct()
        .toList();
  }

  /** The process that stands for the namespace, or {@link NetworkNamespace#NO_PROCESS}. */
  int pidOf(long inode) {
    return inhabited.getOrDefault(inode, NetworkNamespace.NO_PROCESS);
  }

  /** Its name under {@code /run/netns}, or the empty text. */
  String mountNameOf(long inode) {
    Path mount = mounted.get(inode);
    return mount == null ? "" : mount.getFileName().toString();
  }

  private static int walkProcesses(Path proc, Map<Integer, Long> byPid) {
    Set<Integer> denied = new HashSet<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        addProcess(process, byPid, denied);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // No /proc to walk: what was seen so far is what there is.
    }
    denied.remove(NetworkNamespaces.HOST_PID);
    return denied.size();
  }

  private static void addProcess(Path process, Map<Integer, Long> byPid, Set<Integer> denied) {
    int pid = Integer.parseInt(process.getFileName().toString());
    try {
      long inode = NamespaceLinks.inodeOfLink(process.resolve("ns/net"));
      if (inode != NamespaceLinks.NONE) {
        byPid.put(pid, inode);
      }
    } catch (AccessDeniedException e) {
      denied.add(pid);
    } catch (IOException e) {
      // The process ended, or is a zombie: it has no namespace any more.
    }
  }

  private static Map<Long, Path> walkMounts(Path mounts) {
    Map<Long, Path> mounted = new TreeMap<>();
    if (!Files.isDirectory(mounts)) {
      return mounted;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(mounts)) {
      for (Path file : files) {
        long inode = NamespaceLinks.inodeOfMount(file);
        if (inode != NamespaceLinks.NONE) {
          mounted.putIfAbsent(inode, file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The directory vanished or may not be read: the processes still tell their namespaces.
    }
    return mounted;
  }
}
