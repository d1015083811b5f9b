using System.Text;

namespace Leastwise.Text;

/// <summary>
/// The words that policies and account files repeat thousands of times. A reader that meets one takes it from here and makes no string of its own: with a large
/// account these would be a third of all that reading allocates. What is not here is only read a little slower.
/// </summary>
internal static class CommonWords
{
    /// <summary>By length.</summary>
    private static readonly string[][] ByLength = Group(
        "*", "AWS", "Sid", "Arn", "Key", "Tags", "Path", "Allow", "Deny", "Value", "Effect", "Action", "RoleId", "UserId", "Version", "Service", "Resource", "Principal", "Federated", "Statement",
        "Condition", "NotAction", "NotResource", "RoleName", "UserName", "GroupName", "GroupId", "PolicyArn", "PolicyName", "PolicyId", "VersionId", "Document", "GroupList", "CreateDate", "2012-10-17",
        "PolicyDocument", "RolePolicyList", "UserPolicyList", "GroupPolicyList", "AttachedManagedPolicies", "AssumeRolePolicyDocument", "InstanceProfileList", "InstanceProfileName", "RoleLastUsed",
        "LastUsedDate", "Region", "MaxSessionDuration", "PermissionsBoundary", "PermissionsBoundaryArn", "PermissionsBoundaryType", "DefaultVersionId", "PolicyVersionList", "IsDefaultVersion",
        "AttachmentCount", "IsAttachable", "UpdateDate", "Description", "sts:AssumeRole", "StringEquals", "StringLike", "/", "Policy", "ec2.amazonaws.com", "lambda.amazonaws.com");

    /// <summary>The word; null where it is not one of these.</summary>
    public static string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length < ByLength.Length)
        {
            foreach (string word in ByLength[utf8.Length])
            {
                if (Ascii.Equals(utf8, word))
                {
                    return word;
                }
            }
        }

        return null;
    }

    private static string[][] Group(params string[] words)
    {
        int longest = 0;
        foreach (string word in words)
        {
            longest = Math.Max(longest, word.Length);
        }

        var byLength = new string[longest + 1][];
        for (int length = 0; length < byLength.Length; length++)
        {
            byLength[length] = Array.FindAll(words, word => word.Length == length);
        }

        return byLength;
    }
}
