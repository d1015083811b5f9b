using Leastwise.Risks.Paths;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>Tells the search for a cut what was used: risks know nothing of logs.</summary>
internal static class PathUse
{
    /// <summary>Reads the logs; null where none were named.</summary>
    public static Func<string, string, GrantUse>? Read(Terminal terminal, InputRequest? request, CancellationToken cancellation)
    {
        if (request is null)
        {
            return null;
        }

        Assessed assessed = new Assessor(terminal, cancellation).Run(request);
        Dictionary<(string, string), GrantUse> uses = assessed.Assessment.Principals
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
