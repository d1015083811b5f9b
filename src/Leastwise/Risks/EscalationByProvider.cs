using System.Collections.Immutable;
using Leastwise.Policies;

namespace Leastwise.Risks;

/// <summary>Judges paths that put another signing key into a SAML provider: they give the sessions of the roles that trust it.</summary>
internal static class EscalationByProvider
{
    /// <summary>What the privileges lead to; null where no role of the file trusts a provider that they cover.</summary>
    public static EscalationOutcome? Judge(Subject subject, ImmutableArray<Support> supports)
    {
        RiskContext.RoleDoor[] reached =
        [
            .. subject.Account.SamlProviders.Where(provider => supports.All(support => support.Covers(provider)))
                .SelectMany(provider => ProviderDoors.Of(subject.Context, subject.Account, provider))
                .Where(door => door.Role.Arn != subject.Principal.Arn)
                // One that lets in without more is worse.
                .OrderBy(door => ProviderDoors.OpenConditions(door).Length),
        ];
        if (reached.Length == 0)
        {
            return subject.Account.Account.IsTruncated || subject.Context.Request.IsWithoutAccount
                ? new EscalationOutcome(Severity.Low, "", "No role of the file trusts a SAML provider that it covers.")
                : null;
        }

        RiskContext.RoleDoor? administrator = reached.FirstOrDefault(door => subject.Context.IsAdministrator(door.Role));
        IEnumerable<EscalationOutcome?> ways =
        [
            Over(administrator, Severity.High, "is an administrator", null),
            Over(
                reached.FirstOrDefault(door => subject.Context.HoldsMore(door.Role, subject)),
                Severity.High,
                $"holds privileges that {subject.Principal.Name} lacks",
                administrator is null ? "None of the roles that it reaches is an administrator today." : null),
            Over(reached[0], Severity.Medium, "it can become", $"None of the roles that it reaches holds a privilege that {subject.Principal.Name} lacks today."),
        ];
        return ways.OfType<EscalationOutcome>().MaxBy(way => way.Severity);
    }

    private static EscalationOutcome? Over(RiskContext.RoleDoor? door, Severity severity, string meaning, string? note)
    {
        if (door is null)
        {
            return null;
        }

        ImmutableArray<Condition> open = ProviderDoors.OpenConditions(door);
        string limit = open.IsEmpty ? "" : $"The trust policy of {door.Role.Name} lets it in only {ConditionWords.Of(open)}.";
        string provider = door.Admission.Entry.Value[(door.Admission.Entry.Value.IndexOf(ProviderDoors.Resource, StringComparison.Ordinal) + ProviderDoors.Resource.Length)..];
        return new EscalationOutcome(
            severity.MilderIf(!open.IsEmpty),
            $"The role {door.Role.Name}, which {meaning}, trusts the SAML provider {provider}.",
            string.Join(' ', new[] { note, limit }.Where(sentence => !string.IsNullOrEmpty(sentence))) is { Length: > 0 } all ? all : null);
    }
}
