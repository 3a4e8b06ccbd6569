SELECT TO_TIMESTAMP('Feb 09 2024 03:04:05 PM', 'MMM dd yyyy hh:mm:ss a'), TO_TIMESTAMP('Fri, 09 Feb 2024 03:04:05', 'EEE, dd MMM yyyy HH:mm:ss'), TO_TIMESTAMP('09-February-2024', 'dd-MMMM-yyyy');
