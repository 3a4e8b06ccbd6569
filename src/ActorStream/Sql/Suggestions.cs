namespace ActorStream.Sql;

/// <summary>«Did you mean»: the name that a mistyped one is nearest to.</summary>
internal static class Suggestions
{
    private const int MaxLength = 100;

    /// <summary>A hint naming the nearest of the candidates, or null where none is near.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestDistance = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            if (name.Length > MaxLength || candidate.Length > MaxLength || Math.Abs(name.Length - candidate.Length) >= bestDistance)
            {
                continue;
            }

            int distance = candidate.Equals(name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance < bestDistance)
            {
                best = candidate;
                bestDistance = distance;
            }
        }

        return best is null ? null : $"Did you mean \"{best}\"?";
    }

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours, without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        int[,] d = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                bool same = Same(left[i - 1], right[j - 1]);
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[left.Length, right.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
