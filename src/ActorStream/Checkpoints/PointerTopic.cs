using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ActorStream.Checkpoints;

/// <summary>
/// The name of the topic whose committed offsets point at a job's checkpoints. Topics may be named by letters, digits, '.', '_' and '-'
/// only, jobs by anything; so a job's name that is not one of these becomes what is left of it and a digest of all of it. No two jobs
/// share a topic: names that look like such a result are digested as well.
/// </summary>
internal static partial class PointerTopic
{
    private const int MaxLength = 249;
    private const string Suffix = ".checkpoints";
    private const string Mark = ".x-";
    private const int DigestDigits = 40;

    /// <summary>The topic of a job.</summary>
    /// <param name="job">The job's identity, <c>CLUSTER.JOB</c>.</param>
    public static string Of(string job)
    {
        if (Legal().IsMatch(job) && job.Length + Suffix.Length <= MaxLength && !Derived().IsMatch(job)) return job + Suffix;
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job)))[..DigestDigits];
        string rest = Illegal().Replace(job, "-");
        int most = MaxLength - Suffix.Length - Mark.Length - DigestDigits;
        return (rest.Length > most ? rest[..most] : rest) + Mark + digest + Suffix;
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9._-]+\z")]
    private static partial Regex Legal();

    [GeneratedRegex(@"[^a-zA-Z0-9._-]+")]
    private static partial Regex Illegal();

    [GeneratedRegex(@"\.x-[0-9a-f]{40}\z")]
    private static partial Regex Derived();
}
