using Leastwise.Principals;

namespace Leastwise.Risks;

/// <summary>Roles whose trust policy names everyone.</summary>
internal static class TrustOpenToAnyone
{
    /// <summary>One finding for each statement that lets everyone in.</summary>
    public static IEnumerable<Finding> Find(Subject subject)
    {
        if (subject.Principal is not IamRole role)
        {
            yield break;
        }

        foreach (IGrouping<int, TrustReading.Admission> statement in subject.Context.AdmissionsOf(role)
            .Where(admission => TrustReading.IsAnyone(admission.Entry)).GroupBy(admission => admission.Source.Statement.Index))
        {
            TrustReading.Admission admission = statement.First();
            TrustLimit limit = TrustLimits.Of(admission.Conditions);
            string given = admission.Source.Statement.Principals is { Not: true } ? "everyone but those that its NotPrincipal names" : "everyone, in every AWS account";
            string meaning = limit switch
            {
                TrustLimit.Identity => "Its conditions say who may come in; the trust is as wide as they are.",
                TrustLimit.ExternalId => "Only an external id keeps strangers out, and AWS does not treat that as a secret.",
                TrustLimit.Other => "Its conditions say from where or how, not who.",
                _ when admission.Conditions.IsEmpty => "No condition keeps anybody out.",
                _ => "Its conditions keep no stranger out.",
            };
            yield return subject.Finding(
                Risk.TrustOpenToAnyone,
                limit switch { TrustLimit.Identity => Severity.Medium, TrustLimit.None => Severity.Critical, _ => Severity.High },
                $"{admission.Source.Statement.Index}",
                title: $"{subject.Words} can be assumed by {(limit == TrustLimit.None ? "anyone" : "anyone who meets a condition")}",
                explanation: $"{TrustReading.Name(admission)[..1].ToUpperInvariant()}{TrustReading.Name(admission)[1..]} lets in {given}. {meaning}",
                recommendation: "Name the accounts, roles or services that need the role in Principal; for a whole organization add a condition on aws:PrincipalOrgID.",
                ["sts:AssumeRole"],
                [admission.Source],
                [.. admission.Conditions.IsEmpty ? Array.Empty<string>() : [$"Lets in only {ConditionWords.Of(admission.Conditions)}."], .. admission.Denies]);
        }
    }
}
