namespace Leastwise.Principals;

/// <summary>Says of JSON that is no account file what it looks like, and what takes it.</summary>
internal static class OtherContent
{
    private const int MostNamed = 3;

    /// <summary>Continues the sentence "The file holds no account authorization details".</summary>
    /// <param name="names">The names of its top level, in ordinal order.</param>
    public static string Hint(IReadOnlyCollection<string> names)
    {
        bool Has(params ReadOnlySpan<string> any)
        {
            foreach (string name in any)
            {
                if (names.Contains(name))
                {
                    return true;
                }
            }

            return false;
        }

        return names switch
        {
            { Count: 0 } => "",
            _ when Has("Statement") => " but a policy document: 'leastwise scan-policy-file -i' judges one by itself; a service control policy belongs into the organization's file, which --organization takes (docs/organization.md)",
            _ when Has("roots", "organization", "Roots", "PolicyTypes", "Children") => " but an organization, which --organization takes beside the account's file",
            _ when Has("Policy", "PolicyDocument", "PolicyVersion", "PolicySummary", "PolicyNames", "AttachedPolicies", "Policies") =>
                " but policies without users and roles: 'leastwise scan-policy-file -i' judges those that have a document; service control policies are given with --organization (docs/organization.md)",
            _ when Has("Records", "Events", "logEvents") => " but events, which --trail takes beside the account's file",
            _ when Has("AWSTemplateFormatVersion", "Resources") => " but a CloudFormation template, which 'leastwise scan-policy-file -i' reads",
            _ when Has("planned_values", "terraform_version", "resource_changes") => " but what Terraform prints, which 'leastwise scan-policy-file -i' reads",
            _ when Has("catalogVersion") => " but a report of Leastwise",
            _ when names.All(name => name.StartsWith("arn:", StringComparison.Ordinal)) => " but policies of resources, which --resource-policies takes beside the account's file",
            _ => $" but {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? " and more" : "")}",
        };
    }
}
