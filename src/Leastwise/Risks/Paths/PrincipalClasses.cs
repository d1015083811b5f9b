using System.Globalization;
using System.Text;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Risks.Paths;

/// <summary>
/// Puts principals together that hold the same policies, so that each set of policies is judged once. Whoever has a policy that speaks of the
/// principal itself, by variable or by condition, stays alone.
/// </summary>
internal sealed class PrincipalClasses(PathWorld world)
{
    private static readonly string[] Personal = ["aws:principalarn", "aws:username", "aws:userid", "aws:principaltag"];
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);
    private readonly Dictionary<PolicyDocument, bool> personal = new(ReferenceEqualityComparer.Instance);

    /// <summary>The places of principals that are alike, each class ascending, the classes by their first.</summary>
    public IEnumerable<int[]> Of(IEnumerable<int> nodes) => nodes
        .Select(node => (node, principal: world.PrincipalAt(node)))
        .Where(pair => pair.principal is not null)
        .GroupBy(pair => pair.principal is { } principal ? KeyOf(principal) : "", pair => pair.node, StringComparer.Ordinal)
        .Select(group => group.Order().ToArray())
        .OrderBy(group => group[0]);

    /// <summary>Whether a policy speaks of the principal that holds it.</summary>
    public bool IsPersonal(PolicyDocument document)
    {
        if (!personal.TryGetValue(document, out bool answer))
        {
            answer = document.Statements.Any(statement =>
                (statement.Resources?.Patterns.Any(pattern => pattern.Contains("${", StringComparison.Ordinal)) ?? false)
                || statement.Conditions.Any(condition =>
                    Personal.Any(key => condition.Key.StartsWith(key, StringComparison.OrdinalIgnoreCase))
                    || condition.Values.Any(value => value.Contains("${", StringComparison.Ordinal))));
            personal.Add(document, answer);
        }

        return answer;
    }

    private string KeyOf(IamPrincipal principal)
    {
        PermissionsBoundary? boundary = principal switch { IamUser user => user.Boundary, IamRole role => role.Boundary, _ => null };
        var key = new StringBuilder($"{principal.AccountId}|{(principal is IamUser ? 'u' : 'r')}|{(principal is IamRole { IsServiceLinked: true } ? 's' : '-')}|{boundary?.PolicyArn}");
        bool alone = boundary?.Policy is { } limit && IsPersonal(limit.Document);
        foreach (NamedPolicy policy in PolicyLookup.IdentityOf(principal))
        {
            // Inline policies of the same text under the same name count as one, whoever owns them; so a statement is found again at each owner.
            key.Append('|').Append(policy.Arn ?? policy.Name).Append('=').Append(TextOf(policy.Document).ToString(CultureInfo.InvariantCulture));
            alone |= IsPersonal(policy.Document);
        }

        alone |= world.HasPersonalLimits(principal.AccountId);
        return alone ? key.Append('|').Append(principal.Arn).ToString() : key.ToString();
    }

    // Changed documents keep the text that they were read from, so the number of statements tells them apart too.
    private int TextOf(PolicyDocument document)
    {
        string text = document.Json;
        if (!texts.TryGetValue(text, out int number))
        {
            texts.Add(text, number = texts.Count);
        }

        return number;
    }
}
