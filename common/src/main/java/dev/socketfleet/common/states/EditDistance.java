package dev.socketfleet.common.states;

/** How many typing errors lie between two words. */
final class EditDistance {

  private EditDistance() {}

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int between(String first, String second) {
    int[][] distance = new int[first.length() + 1][second.length() + 1];
    for (int i = 0; i <= first.length(); i++) {
      for (int j = 0; j <= second.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, first, second, i, j);
      }
    }
    return distance[first.length()][second.length()];
  }

  private static int step(int[][] distance, String first, String second, int i, int j) {
    int replaced = distance[i - 1][j - 1] + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
    return isSwap(first, second, i, j) ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
  }

  private static boolean isSwap(String first, String second, int i, int j) {
    return i > 1
        && j > 1
        && first.charAt(i - 1) == second.charAt(j - 2)
        && first.charAt(i - 2) == second.charAt(j - 1);
  }
}
