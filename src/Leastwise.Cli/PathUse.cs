using Leastwise.Reporting;
using Leastwise.Risks.Paths;
using Leastwise.Text;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>Tells the search for a cut what was used: risks know nothing of logs.</summary>
internal static class PathUse
{
    /// <summary>Reads the logs; null where none were named.</summary>
    /// <param name="terminal">Where problems are said.</param>
    /// <param name="request">The accounts with logs.</param>
    /// <param name="said">What of the accounts could not be used and was said already.</param>
    /// <param name="cancellation">Stops it.</param>
    public static (Func<string, string, GrantUse> Of, int ExitCode)? Read(Terminal terminal, InputRequest? request, IReadOnlyCollection<Diagnostic> said, CancellationToken cancellation)
    {
        if (request is null)
        {
            return null;
        }

        Assessed assessed = new Assessor(terminal, cancellation).Run(request, said: said);
        return (Of(assessed.Assessment), assessed.ExitCode);
    }

    /// <summary>Takes it from verdicts.</summary>
    public static Func<string, string, GrantUse> Of(Assessment assessment)
    {
        Dictionary<(string, string), GrantUse> uses = assessment.Principals
            .SelectMany(principal => principal.Privileges.Select(usage => ((principal.Arn, usage.Action.FullName), usage.Verdict switch
            {
                Verdict.Used => GrantUse.Used,
                Verdict.Unused => GrantUse.Unused,
                _ => GrantUse.Unknown,
            })))
            .DistinctBy(pair => pair.Item1)
            .ToDictionary(pair => pair.Item1, pair => pair.Item2);
        return (principal, action) => uses.GetValueOrDefault((principal, action), GrantUse.Unknown);
    }
}
