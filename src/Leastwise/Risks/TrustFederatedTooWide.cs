using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Risks;

/// <summary>Roles that trust an identity provider without saying which of its people or machines.</summary>
internal static class TrustFederatedTooWide
{
    /// <summary>One finding for each statement and provider.</summary>
    public static IEnumerable<Finding> Find(Subject subject)
    {
        if (subject.Principal is not IamRole role)
        {
            yield break;
        }

        foreach (TrustReading.Admission admission in subject.Context.AdmissionsOf(role))
        {
            if (admission.Entry.Type != PrincipalEntryType.Federated || TrustReading.IsAnyone(admission.Entry))
            {
                continue;
            }

            bool isArn = Arn.TryParse(admission.Entry.Value, out Arn? arn);
            string resource = isArn && arn is not null ? arn.Resource : admission.Entry.Value;
            Finding? finding = resource.StartsWith("saml-provider/", StringComparison.Ordinal)
                ? Saml(subject, admission, resource["saml-provider/".Length..])
                : OpenId(subject, admission, resource.StartsWith("oidc-provider/", StringComparison.Ordinal) ? resource["oidc-provider/".Length..] : resource);
            if (finding is not null)
            {
                yield return finding;
            }
        }
    }

    private static Finding? Saml(Subject subject, TrustReading.Admission admission, string provider)
    {
        bool bound = admission.Conditions.Any(condition => condition.Key.StartsWith("SAML:", StringComparison.OrdinalIgnoreCase) && Binds(condition, ""));
        return bound ? null : Finding(
            subject, admission, Severity.Medium, provider,
            $"{subject.Words} trusts the SAML provider {provider} without binding the audience",
            "Without a condition on SAML:aud an assertion of that provider that was made for another service is taken too.",
            "Add a condition that SAML:aud is https://signin.aws.amazon.com/saml (or the endpoint of your partition), and one on the users or groups if the provider serves more.");
    }

    private static Finding? OpenId(Subject subject, TrustReading.Admission admission, string provider)
    {
        var issuer = FederationIssuer.Of(provider);
        Condition[] bound = [.. admission.Conditions.Where(condition => condition.Key.Equals($"{provider}:{issuer.Claim}", StringComparison.OrdinalIgnoreCase))];
        if (bound.Any(condition => Binds(condition, issuer.Head)))
        {
            return null;
        }

        bool audience = admission.Conditions.Any(condition => condition.Key.Equals($"{provider}:aud", StringComparison.OrdinalIgnoreCase) && Binds(condition, ""));
        if (issuer is { ServesAnyone: false, Head: "" } && audience)
        {
            // A provider of one's own: the audience says which application, and its users are one's own.
            return null;
        }

        string missing = bound.Length > 0 ? $"Its condition on {issuer.Claim} leaves the owner open." : $"No condition binds {provider}:{issuer.Claim}.";
        return Finding(
            subject, admission, issuer.ServesAnyone ? Severity.Critical : Severity.High, provider,
            $"{subject.Words} trusts {provider} for everybody, not for one {(issuer.Claim == "sub" ? "subject" : "application")}",
            $"{missing} So it lets in {issuer.Lets}.",
            $"Add a condition that {provider}:{issuer.Claim} is exactly what is meant{(issuer.Head.Length > 0 ? $", beginning with {issuer.Head} and the owner's name" : "")}, and bind {provider}:aud as well.");
    }

    // A claim is bound where each value begins with plain text that goes past the head, so that it names an owner.
    private static bool Binds(Condition condition, string head)
    {
        var op = ConditionOperatorParts.Of(condition.Operator);
        if (!op.ComparesText || op.Negated || op.IfExists || op.Set == "forallvalues" || condition.Values.IsEmpty)
        {
            return false;
        }

        return condition.Values.All(value =>
        {
            int wildcard = op.HasWildcards ? value.AsSpan().IndexOfAny('*', '?') : -1;
            string plain = wildcard < 0 ? value : value[..wildcard];
            if (wildcard < 0)
            {
                return plain.Length > 0;
            }

            string rest = plain.StartsWith(head, StringComparison.Ordinal) ? plain[head.Length..] : "";
            // Only a separator ends the owner's name: repo:acme* also means repo:acme-evil/anything.
            return head.Length == 0 ? rest.Length > 0 : rest.AsSpan().IndexOfAny('/', ':') > 0;
        });
    }

    private static Finding Finding(
        Subject subject, TrustReading.Admission admission, Severity severity, string provider, string title, string meaning, string recommendation) => subject.Finding(
            Risk.TrustFederatedTooWide,
            severity,
            $"{admission.Source.Statement.Index}\n{provider}",
            title,
            $"{meaning} The trust stands in {TrustReading.Name(admission)}.",
            recommendation,
            [admission.Entry.Value.Contains(":saml-provider/", StringComparison.Ordinal) ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity"],
            [admission.Source],
            [.. admission.Conditions.IsEmpty ? Array.Empty<string>() : [$"Lets in only {ConditionWords.Of(admission.Conditions)}."], .. admission.Denies]);
}
